/** Paths: placeholders encoded so that a value can only ever be a value. Refuses what would change which resource is meant. */
import { compileTemplate } from '../expression/template.ts';
import { SluiceError, type Place, type Scope } from '../terms/index.ts';

export interface PathTemplate {
  readonly isStatic: boolean;
  render(scope: Scope): string;
}

const wholePlaceholder = /^\s*\{\{[^{}]*\}\}\s*$/;
const anyPlaceholder = /\{\{[^{}]*\}\}/g;
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?=[/?#]|$)/i;
const emptySegment = /\/(?=[/?#]|$)/;
/** What a URL may not hold unencoded (RFC 3986 appendix A), and stray surrogates. */
const unencoded = /[^\x21-\x7e]|["<>\\^`{|}]/gu;

/**
 * A path that is one placeholder is taken as it is: a link or path from elsewhere. `render` throws
 * `template.unresolved`, and `request.invalid_path` where a value is empty, `.` or `..`: it would address the parent.
 */
export function compilePath(text: string, place: Place): PathTemplate {
  const template = compileTemplate(text, place);
  if (template.isStatic) {
    const fixed = cleanPath(template.renderText({}), place);
    return { isStatic: true, render: () => fixed };
  }
  if (wholePlaceholder.test(text))
    return { isStatic: false, render: (scope) => cleanPath(template.renderText(scope), place) };
  // An author may well write an empty segment; only a value must not make one.
  const mayBeEmpty = emptySegment.test(withoutOrigin(text.replace(anyPlaceholder, 'x')));
  return {
    isStatic: false,
    render(scope) {
      const path = cleanPath(template.renderText(scope, encodeSegment), place);
      if (!mayBeEmpty && emptySegment.test(withoutOrigin(path))) throw invalidPath('a value in it is empty', place);
      return path;
    },
  };
}

function encodeSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Encodes what must be, keeps what is encoded, drops a fragment. Throws `request.invalid_path` on `.` and `..` segments. */
export function cleanPath(path: string, place: Place): string {
  const fragment = path.indexOf('#');
  const whole = fragment === -1 ? path : path.slice(0, fragment);
  if (dotSegment.test(whole)) throw invalidPath('it has a segment `.` or `..`', place);
  return whole.replace(unencoded, (sign) => encodeURIComponent(sign.toWellFormed()));
}

function withoutOrigin(path: string): string {
  return path.replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
}

function invalidPath(problem: string, place: Place): SluiceError {
  return new SluiceError(
    'request.invalid_path',
    `The path of the request cannot be used: ${problem} (${place.level} level, ${place.source}, ${place.field}).`,
  );
}
