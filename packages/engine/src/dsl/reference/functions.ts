/** The page of extension functions, from their table. */
import { functionTable } from '../../expression/functions/table.ts';
import { code, generatedNote, page, table } from './markdown.ts';

/** What a function says about itself. */
interface Documented {
  readonly signature: string;
  readonly doc: string;
  readonly example: string;
}

export function functionReference(): string {
  const functions = Object.entries<Documented>(functionTable).sort(([a], [b]) => a.localeCompare(b, 'en'));
  const rows = functions.map(([name, { signature, doc, example }]) => [
    code(`$${name}`),
    code(signature),
    doc,
    code(example),
  ]);
  return page([
    '# Functions of expressions',
    generatedNote,
    'Beside the functions of JSONata itself. None reaches the network, a clock of its own or a file. Signatures are written as JSONata writes them.',
    table(['function', 'signature', 'what it does', 'example'], rows),
  ]);
}
