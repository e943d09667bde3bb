/** Tells whether a document, or the files it comes from, changed. */
import { createHash } from 'node:crypto';
import { fingerprint, languageVersion } from '@sluice/engine';

/** The order of keys counts: an XML body is sent in it. */
export const contentHash = (document: object): string => fingerprint(JSON.stringify(document));

/** Of everything a folder's documents are made of: the files, what they lean on, and the language they are read in. */
export function sourceHash(files: Readonly<Record<string, string>>, ...leansOn: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([languageVersion, leansOn]));
  for (const path of Object.keys(files).sort()) hash.update(JSON.stringify([path, files[path]]));
  return hash.digest('base64');
}
