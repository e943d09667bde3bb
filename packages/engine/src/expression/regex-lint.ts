/**
 * Refuses regular expressions that can take exponential time, or that a linear-time engine cannot run.
 * Reads the pattern only; never runs it.
 */

const MAX_PATTERN_LENGTH = 500;
const MAX_VARIABLE_QUANTIFIERS = 20;

interface Group {
  hasQuantifier: boolean;
  hasAlternatives: boolean;
}

/** What is wrong with the pattern, for its author; null when nothing is. */
export function lintRegex(source: string): string | null {
  if (source.length > MAX_PATTERN_LENGTH) return `is longer than ${MAX_PATTERN_LENGTH} characters`;
  const open: Group[] = [{ hasQuantifier: false, hasAlternatives: false }];
  let closed: Group | null = null;
  let variable = 0;
  for (let index = 0; index < source.length; index += 1) {
    const char = source[index]!;
    const group = open[open.length - 1]!;
    if (char === '\\') {
      const next = source[index + 1] ?? '';
      if (/[1-9k]/.test(next)) return 'uses a back-reference';
      index += 1;
      closed = null;
    } else if (char === '[') {
      index = endOfClass(source, index);
      closed = null;
    } else if (char === '(') {
      if (/^\(\?<?[=!]/.test(source.slice(index, index + 4))) return 'uses look-around';
      open.push({ hasQuantifier: false, hasAlternatives: false });
      index = endOfGroupOpening(source, index);
      closed = null;
    } else if (char === ')') {
      closed = open.length > 1 ? open.pop()! : null;
      const outer = open[open.length - 1]!;
      if (closed?.hasQuantifier) outer.hasQuantifier = true;
    } else if (char === '|') {
      group.hasAlternatives = true;
      closed = null;
    } else {
      const quantifier = quantifierAt(source, index);
      if (quantifier === null) closed = null;
      else {
        if (quantifier.repeats && closed?.hasQuantifier)
          return 'repeats a group that itself repeats (nested quantifiers)';
        if (quantifier.repeats && closed?.hasAlternatives && hasOverlap(groupTextBefore(source, index)))
          return 'repeats a group whose alternatives can start alike';
        if (quantifier.varies) {
          variable += 1;
          group.hasQuantifier = true;
        }
        index = quantifier.end;
        closed = null;
      }
    }
  }
  return variable > MAX_VARIABLE_QUANTIFIERS ? `has more than ${MAX_VARIABLE_QUANTIFIERS} quantifiers` : null;
}

function endOfClass(source: string, start: number): number {
  for (let index = start + 1; index < source.length; index += 1) {
    if (source[index] === '\\') index += 1;
    else if (source[index] === ']') return index;
  }
  return source.length;
}

/** Behind `(?:` or `(?<name>`, so that their characters are not read as pattern. */
function endOfGroupOpening(source: string, start: number): number {
  if (source[start + 1] !== '?') return start;
  if (source[start + 2] === '<') return source.indexOf('>', start);
  return start + 2;
}

function quantifierAt(source: string, index: number): { end: number; repeats: boolean; varies: boolean } | null {
  const char = source[index]!;
  let end = index;
  let repeats = char === '*' || char === '+';
  let varies = repeats || char === '?';
  if (char === '{') {
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(index, index + 16));
    if (counted === null) return null;
    end = index + counted[0].length - 1;
    const least = Number(counted[1]);
    const most = counted[2] === undefined ? least : counted[3] === '' ? Infinity : Number(counted[3]);
    repeats = most > 1;
    varies = most !== least;
  } else if (!varies) return null;
  // A lazy mark belongs to the quantifier.
  return { end: source[end + 1] === '?' ? end + 1 : end, repeats, varies };
}

/** The text inside the brackets of the group that ends just before `index`. */
function groupTextBefore(source: string, index: number): string {
  const starts: number[] = [];
  for (let at = 0; at < index; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '[') at = endOfClass(source, at);
    else if (source[at] === '(') starts.push(at);
    else if (source[at] === ')') {
      const start = starts.pop();
      if (at === index - 1 && start !== undefined) return source.slice(start + 1, at).replace(/^\?(:|<[^>]*>)/, '');
    }
  }
  return '';
}

/** Alternatives are told apart only when each starts with a plain character of its own. */
function hasOverlap(inner: string): boolean {
  if (/[()[\]]/.test(inner)) return true;
  const firsts = inner
    .split('|')
    .map((branch) => (/^\\[^\w]|^[\w\s@#%&,;:<>=~'"!-]/.exec(branch)?.[0] ?? '').toLowerCase());
  return firsts.includes('') || new Set(firsts).size < firsts.length;
}
