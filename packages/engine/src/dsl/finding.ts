/** A finding: one thing wrong (or doubtful) in a document, with its place. Findings are values; they are never thrown. */

/** Keys and list positions from the top of a document. */
export type Path = readonly (string | number)[];

export interface Finding {
  /** An error refuses the document; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** 1-based; 0 where the document has no text. */
  readonly line: number;
  readonly column: number;
  /** Dotted path of the canonical document. */
  readonly path: string;
  /** Place, value found, values allowed. */
  readonly message: string;
  /** What to write instead, where that can be guessed. */
  readonly hint: string | null;
}

/** A finding before it is placed in a file. */
export type Remark = Pick<Finding, 'severity' | 'message' | 'hint'>;

export const error = (message: string, hint: string | null = null): Remark => ({ severity: 'error', message, hint });
export const warning = (message: string, hint: string | null = null): Remark => ({
  severity: 'warning',
  message,
  hint,
});

/** `resources.contacts.list.before.0`; keys with dots or brackets are quoted as `values/path.ts` reads them. */
export function formatPath(path: Path): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'string' && (segment === '' || /[.[\]]/.test(segment)))
      text += `[${JSON.stringify(segment)}]`;
    else text += text === '' ? String(segment) : `.${segment}`;
  }
  return text;
}

/** One line for a terminal: `file:line:column error path: message (hint)`. */
export function formatFinding({ severity, file, line, column, path, message, hint }: Finding): string {
  const place = path === '' ? '' : `${path}: `;
  return `${file}:${line}:${column} ${severity} ${place}${message}${hint === null ? '' : ` (${hint})`}`;
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
