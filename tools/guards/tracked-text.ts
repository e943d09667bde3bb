/** What must never be committed: registry hosts in the lockfile, absolute paths of somebody's machine, tests that are switched off. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './source-files.ts';

const rules: readonly { readonly pattern: RegExp; readonly files: RegExp; readonly says: string }[] = [
  { pattern: /"resolved": "https?:/, files: /package-lock\.json$/, says: 'the lockfile names a registry host' },
  {
    pattern: /(^|[^\w./-])\/(home|Users|root|work)\/\w/m,
    files: /\.(ts|mjs|json|ya?ml|md|sql)$/,
    says: 'an absolute path of one machine',
  },
  { pattern: /\b(test|it|describe)\.(only|skip|todo)\(/, files: /\.test\.ts$/, says: 'a test that is switched off' },
  { pattern: /@ts-(ignore|nocheck|expect-error)/, files: /\.ts$/, says: 'types switched off' },
];

export function checkTrackedText(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.split('\0').filter((path) => path !== '' && !path.startsWith('tools/guards/'));
  return files.flatMap((path) => {
    const relevant = rules.filter((rule) => rule.files.test(path));
    if (relevant.length === 0) return [];
    const text = readFileSync(join(root, path), 'utf8');
    return relevant.filter((rule) => rule.pattern.test(text)).map((rule) => `${path}: ${rule.says}`);
  });
}
