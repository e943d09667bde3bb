/** Path templates turned round: from `/contacts/{{id}}` to a matcher that gives back the id. Query parts and hosts play no role. */

/** Placeholder -> decoded value. */
export type PathValues = Readonly<Record<string, string>>;

export interface PathPattern {
  /** More literal text matches first. */
  readonly weight: number;
  match(path: string): PathValues | null;
}

const placeholder = /\{\{([^}]*)\}\}/g;

/** Path of a templated URL: scheme and host, or a placeholder that stands for both, taken off. */
export function pathOfUrl(url: string): string {
  const withoutHost = url.replace(/^(?:[a-z]+:\/\/(?:\{\{[^}]*\}\}|[^/?{])*|\{\{[^}]*\}\}(?=\/|$))/i, '');
  return withoutHost.split('?')[0]!;
}

/** Joins path pieces with single slashes, none at the end. */
export function joinPaths(...pieces: readonly string[]): string {
  return `/${pieces
    .flatMap((piece) => piece.split('/'))
    .filter((segment) => segment !== '')
    .join('/')}`;
}

export function compilePathPattern(template: string): PathPattern {
  const names: string[] = [];
  const source = template
    .split(placeholder)
    .map((piece, index) => {
      if (index % 2 === 0) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(piece.split(/\?:|[|:]/)[0]!.trim());
      return '([^/]+?)';
    })
    .join('');
  const pattern = new RegExp(`^${source === '/' ? '' : source}/?$`);
  return {
    weight: template.replace(placeholder, '').length,
    match(path) {
      const found = pattern.exec(path);
      if (found === null) return null;
      const values: Record<string, string> = {};
      names.forEach((name, index) => (values[name] = decode(found[index + 1]!)));
      return values;
    },
  };
}

/** A segment that is not valid percent-encoding stands for itself. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
