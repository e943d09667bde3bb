/** One parsed document, linted by itself: its expressions, and what must hold inside it. */
import { documents, type DocumentKind, type DocumentOf } from '../documents.ts';
import type { Finding } from '../finding.ts';
import { placeNotes, type Note } from '../note.ts';
import type { ParsedDocument } from '../parse.ts';
import type { Integration } from '../spec/integration.ts';
import { lintExpressions } from './expressions.ts';
import { checkIntegration } from './integration.ts';

/** Findings beyond those of parsing. Where parsing refused the document only its expressions are checked. */
export function lintDocument<Kind extends DocumentKind>(
  kind: Kind,
  { document, tree }: ParsedDocument<Kind>,
  file: string,
): readonly Finding[] {
  if (tree === null) return [];
  const expressions = lintExpressions({ schema: documents[kind], tree, file });
  const notes = document === null ? expressions : [...expressions, ...checkDocument(kind, document)];
  return placeNotes(notes, { tree, file });
}

function checkDocument<Kind extends DocumentKind>(kind: Kind, document: DocumentOf<Kind>): readonly Note[] {
  return kind === 'integration' ? checkIntegration(document as Integration) : [];
}
