/** Bodies that would never be sent, or could not take what paging puts into them. Judges one method; knows nothing of what a body means. */
import { error, warning, type Path } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import type { Method } from '../spec/method.ts';
import type { Pagination } from '../spec/pagination.ts';

const usualVerbs: Readonly<Record<string, string>> = { create: 'post', update: 'patch', delete: 'delete' };
const wholePlaceholder = /^\s*\{\{[^{}]*\}\}\s*$/;

export interface NamedMethod {
  readonly name: string;
  readonly method: Method;
  /** The integration's own, which a list without one of its own uses. */
  readonly pagination: Pagination | null | undefined;
}

export function checkMethodBody(named: NamedMethod, path: Path): readonly Note[] {
  const { name, method } = named;
  const { method: verb = 'get', body, document } = method;
  const notes: Note[] = [];
  const usual = usualVerbs[name];
  if (method.method === undefined && usual !== undefined)
    notes.push(noteAt(path, warning(`"${name}" says no verb, so it sends GET`, `say \`method: ${usual}\``)));
  if (verb === 'get' || verb === 'head') {
    if (document !== undefined && method.body_format === 'graphql')
      notes.push(
        noteAt([...path, 'document'], error(`a ${verb.toUpperCase()} has no body to send it in`, 'say `method: post`')),
      );
    for (const key of ['body', 'add_query_to_body'] as const) {
      if (method[key] !== undefined && method[key] !== false)
        notes.push(noteAt([...path, key], warning(`a ${verb.toUpperCase()} has no body`, 'say `method: post`')));
    }
  }
  const isText = typeof body === 'string' && !wholePlaceholder.test(body);
  if (name === 'list' && isText && putsIntoBody(named)) {
    notes.push(
      noteAt(
        [...path, 'body'],
        error('is text, and paging puts values into the body', 'write it as an object: elements and fields as keys'),
      ),
    );
  }
  return notes;
}

/** A page size goes where the position goes, unless it says otherwise. */
function putsIntoBody({ method, pagination: inherited }: NamedMethod): boolean {
  const pagination = method.pagination === undefined ? inherited : method.pagination;
  const config: Readonly<Record<string, unknown>> = pagination?.config ?? {};
  return ['cursor_in', 'page_in', 'offset_in', 'key_in', 'values_in', 'page_size_in'].some(
    (key) => config[key] === 'body',
  );
}
