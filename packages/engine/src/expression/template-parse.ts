/**
 * The grammar of placeholders: `{{path}}`, alternatives `{{a|b}}`, a default `{{a?:text}}`, casts `{{a:int}}`.
 * Text to parts; reads no values.
 */
import { SluiceError, type Place } from '../terms/index.ts';
import { compilePath, parsePath } from '../values/path.ts';

export type ValueCast = 'str' | 'int' | 'num' | 'bool' | 'json' | 'any';
export type MissingCast = 'null' | 'undefined';

export interface Alternative {
  /** First segment of the path. */
  readonly name: string;
  readonly read: (scope: unknown) => unknown;
  /** Null: the value as it is, or its text inside other text. */
  readonly cast: ValueCast | null;
  /** What a missing value becomes; null: the next alternative is tried. */
  readonly missing: MissingCast | null;
  readonly ignoresEmpty: boolean;
}

export interface Placeholder {
  /** As written, with braces. */
  readonly text: string;
  readonly alternatives: readonly Alternative[];
  readonly fallback: { readonly text: string; readonly cast: ValueCast | null } | null;
}

export type TemplatePart = string | Placeholder;

const casts = ['str', 'int', 'num', 'bool', 'json', 'any', 'null', 'undefined', 'ignore-empty-str'];
const trailingCasts = new RegExp(`^(.*?)((?::(?:${casts.join('|')}))*)$`, 's');
const placeholderPattern = /\{\{([^{}]+)\}\}/g;

/** Throws `config.invalid` on a placeholder that cannot be read. */
export function parseTemplate(text: string, place: Place): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(placeholderPattern)) {
    if (match[1]!.trim() === '') continue;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(parsePlaceholder(match[0], match[1]!, place));
    end = match.index + match[0].length;
  }
  if (end < text.length || parts.length === 0) parts.push(text.slice(end));
  return parts;
}

function parsePlaceholder(text: string, inner: string, place: Place): Placeholder {
  const at = inner.indexOf('?:');
  const tail = at < 0 ? null : splitCasts(inner.slice(at + 2));
  const shared = tail?.casts ?? [];
  const alternatives = (at < 0 ? inner : inner.slice(0, at)).split('|').map((written) => {
    const { rest, casts: own } = splitCasts(written.trim());
    return alternative(rest.trim(), [...own, ...shared], () => invalid(text, place));
  });
  // Casts behind the last alternative are meant for all that have none of their own.
  const last = alternatives.at(-1)!;
  const completed = alternatives.map((each) =>
    each.cast === null && each.missing === null && !each.ignoresEmpty
      ? { ...each, cast: last.cast, ignoresEmpty: last.ignoresEmpty }
      : each,
  );
  const fallback = tail === null ? null : { text: tail.rest.trim(), cast: valueCastOf(shared) ?? last.cast };
  return { text, alternatives: completed, fallback };
}

function splitCasts(text: string): { rest: string; casts: string[] } {
  const [, rest = '', trailing = ''] = trailingCasts.exec(text.trim()) ?? [];
  return { rest, casts: trailing.split(':').filter(Boolean) };
}

function alternative(path: string, own: readonly string[], refuse: () => SluiceError): Alternative {
  // A colon that starts no cast is a misspelt one; a key with a colon is written ["a:b"].
  if (path === '' || /:/.test(path.replace(/\[[^\]]*\]/g, ''))) throw refuse();
  const [name] = parsePath(path);
  return {
    name: String(name),
    read: compilePath(path),
    cast: valueCastOf(own),
    missing: (own.find((cast) => cast === 'null' || cast === 'undefined') as MissingCast | undefined) ?? null,
    ignoresEmpty: own.includes('ignore-empty-str'),
  };
}

const valueCastOf = (own: readonly string[]): ValueCast | null =>
  (own.find((cast) => cast !== 'null' && cast !== 'undefined' && cast !== 'ignore-empty-str') as
    | ValueCast
    | undefined) ?? null;

function invalid(text: string, place: Place): SluiceError {
  return new SluiceError(
    'config.invalid',
    `${text} is not a placeholder (${place.field} of ${place.source}, ${place.level} level)`,
    {
      details: {
        ...place,
        found: text,
        allowed: `{{path}}, {{a|b}}, {{a?:default}}, with casts ${casts.map((cast) => `:${cast}`).join(' ')}`,
      },
    },
  );
}
