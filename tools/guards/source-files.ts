/** Lists the project's own source files and reads their imports; the guards' only look at the tree. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface SourceFile {
  /** Relative to the root, forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
  /** Relative to the root where it is a file of ours, otherwise null. */
  readonly target: string | null;
}

const skipped = new Set(['node_modules', 'data', 'dist', '.git']);

export function listFiles(directory: string, extension: RegExp): SourceFile[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(path, extension);
    return extension.test(entry.name) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : [];
  });
}

const importPattern = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const doors: Readonly<Record<string, string>> = {
  '@sluice/engine': 'packages/engine/src/index.ts',
  '@sluice/engine/terms': 'packages/engine/src/terms/index.ts',
  '@sluice/simulator': 'packages/simulator/src/index.ts',
};

export function importsOf(file: SourceFile): Import[] {
  return [...file.text.matchAll(importPattern)].map((match) => {
    const specifier = match[2]!;
    const isLocal = specifier.startsWith('.');
    const target = isLocal
      ? relative(root, resolve(root, dirname(file.path), specifier))
          .split(sep)
          .join('/')
      : (doors[specifier] ?? null);
    return { specifier, isTypeOnly: match[1] !== undefined, target };
  });
}
