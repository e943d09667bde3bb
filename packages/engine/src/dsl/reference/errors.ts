/** The page of error codes, from their table. */
import { errorCodes, type ErrorCodeEntry } from '../../terms/index.ts';
import { code, generatedNote, page, table } from './markdown.ts';

const origins = {
  caller: 'Mistakes of the caller',
  config: 'Mistakes in documents and settings',
  provider: 'Ends of a provider call',
  system: 'Faults of this system',
} as const;

export function errorReference(): string {
  const entries = Object.entries<ErrorCodeEntry>(errorCodes);
  const sections = Object.entries(origins).map(([origin, title]) => {
    const rows = entries
      .filter(([, entry]) => entry.origin === origin)
      .map(([name, { status, retryable, means, remedy }]) => [
        code(name),
        String(status),
        retryable ? 'yes' : 'no',
        means,
        remedy,
      ]);
    return rows.length === 0
      ? ''
      : `## ${title}\n\n${table(['code', 'status', 'try again', 'means', 'what to do'], rows)}`;
  });
  return page([
    '# Error codes',
    generatedNote,
    'Every error answer is `{statusCode, error, message, code, details?}`. `code` is stable; messages may change.',
    ...sections,
  ]);
}
