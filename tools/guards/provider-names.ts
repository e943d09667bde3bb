/** No provider's name or host may stand in `packages/*` sources: everything a provider does differently is data in `catalog/`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { listFiles, root } from './source-files.ts';

export function checkProviderNames(): string[] {
  const words = [...slugs(), ...hosts()];
  if (words.length === 0) return ['catalog/integrations is empty, so this guard could not fail'];
  const pattern = new RegExp(`\\b(${words.map(escape).join('|')})\\b`, 'i');
  return listFiles('packages', /\.(ts|tsx|mjs|js|sql|css|html)$/)
    .filter(({ path }) => path.includes('/src/') && !path.includes('/fixtures/'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const found = pattern.exec(line);
        return found === null ? [] : [`${path}:${index + 1}: names the provider "${found[1]}"`];
      }),
    );
}

/** Short slugs are words of the language too (`front`, `close`), so only those of five letters and more count as names. */
function slugs(): string[] {
  return readdirSync(join(root, 'catalog', 'integrations')).filter((slug) => slug.length >= 5);
}

function hosts(): string[] {
  return listFiles('catalog/integrations', /^integration\.yaml$/).flatMap(({ text }) => {
    const url = (parse(text) as { base_url?: string }).base_url ?? '';
    const host = /^https:\/\/([^/{}]+)/.exec(url)?.[1];
    return host === undefined ? [] : [host];
  });
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
