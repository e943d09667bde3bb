/** Checks on an expression's text before the parser sees it: length and bracket nesting, so that no text can exhaust the parser's stack. */
import { limits, type LimitName } from './limits.ts';

/** The limit the text breaks and where; null when it breaks none. Brackets in strings, quoted names and comments do not count. */
export function checkText(text: string): { limit: LimitName; offset: number } | null {
  if (text.length > limits.textLength) return { limit: 'textLength', offset: limits.textLength };
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]!;
    if (char === '"' || char === "'") index = endOfString(text, index, char);
    else if (char === '`') index = endOr(text.indexOf('`', index + 1), text);
    else if (char === '/' && text[index + 1] === '*') index = endOr(text.indexOf('*/', index + 2), text);
    else if (char === '(' || char === '[' || char === '{') {
      depth += 1;
      if (depth > limits.nesting) return { limit: 'nesting', offset: index };
    } else if (char === ')' || char === ']' || char === '}') depth -= 1;
  }
  return null;
}

function endOfString(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === quote) return index;
  }
  return text.length;
}

const endOr = (index: number, text: string): number => (index < 0 ? text.length : index);
