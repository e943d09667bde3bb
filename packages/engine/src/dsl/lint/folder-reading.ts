/** A folder being read: where its files stand, and the findings so far. */
import type { DocumentKind } from '../documents.ts';
import type { Finding, Remark } from '../finding.ts';
import { parseDocument, type ParsedDocument } from '../parse.ts';
import { lintDocument } from './document.ts';
import type { ModelSet } from './models.ts';

export interface FolderInput {
  readonly slug: string;
  /** Path below the folder -> text. */
  readonly files: Readonly<Record<string, string>>;
  /** Null where models are not known; mappings are not checked against them then. */
  readonly models: ModelSet | null;
  /** Put before file names in findings; `catalog/integrations/<slug>` without it. */
  readonly folder?: string;
}

/** The folder as it is being read; every step adds its findings. */
export interface FolderReading {
  readonly input: FolderInput;
  readonly findings: Finding[];
  fileOf(path: string): string;
  /** Parses and lints one document by itself. */
  read<Kind extends DocumentKind>(kind: Kind, path: string): ParsedDocument<Kind>;
  /** A finding about a whole file, or with an empty path about the folder. */
  say(path: string, remark: Remark): void;
}

export function startReading(input: FolderInput): FolderReading {
  const { files, folder = `catalog/integrations/${input.slug}` } = input;
  const findings: Finding[] = [];
  const fileOf = (path: string): string => `${folder}/${path}`;
  return {
    input,
    findings,
    fileOf,
    read(kind, path) {
      const parsed = parseDocument(kind, files[path]!, { file: fileOf(path) });
      findings.push(...parsed.findings, ...lintDocument(kind, parsed, fileOf(path)));
      return parsed;
    },
    say(path, remark) {
      const place = path === '' ? { file: folder, line: 0, column: 0 } : { file: fileOf(path), line: 1, column: 1 };
      findings.push({ ...remark, ...place, path: '' });
    },
  };
}
