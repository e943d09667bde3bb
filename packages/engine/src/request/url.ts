/** The address of a request: base_url and path, rendered and joined. Knows nothing of queries, and sends nothing. */
import { compileTemplate } from '../expression/template.ts';
import { SluiceError, type Place, type Scope } from '../terms/index.ts';
import { compilePath, cleanPath } from './path.ts';

export interface Address {
  /** `path` replaces the method's own; it is taken as already encoded. */
  render(scope: Scope, path: string | undefined): string;
}

export interface AddressParts {
  readonly base: string;
  readonly basePlace: Place;
  readonly path: string;
  readonly pathPlace: Place;
}

const absolutePattern = /^[a-z][a-z\d+.-]*:\/\//i;
const leadingPlaceholder = /^\s*\{\{[^{}]*\}\}/;

/** Throws `config.invalid` on a fixed base_url that is no web address; `render` throws that, `template.unresolved` and `request.invalid_path`. */
export function compileAddress({ base, basePlace, path, pathPlace }: AddressParts): Address {
  const renderBase = compileBase(base, basePlace);
  const renderPath = compilePath(path, pathPlace);
  const render = (scope: Scope, ownPath: string): string =>
    absolutePattern.test(ownPath) ? checkAddress(ownPath, pathPlace) : join(renderBase.render(scope), ownPath);
  const fixed = renderBase.isStatic && renderPath.isStatic ? render({}, renderPath.render({})) : null;
  return {
    render(scope, given) {
      if (given !== undefined) return render(scope, cleanPath(given, pathPlace));
      return fixed ?? render(scope, renderPath.render(scope));
    },
  };
}

interface Rendered {
  readonly isStatic: boolean;
  render(scope: Scope): string;
}

/** A placeholder at the very start is a whole origin and stays as it is; others stand in a host or path and are encoded. */
function compileBase(text: string, place: Place): Rendered {
  const head = leadingPlaceholder.exec(text)?.[0] ?? '';
  const rest = compileTemplate(text.slice(head.length), place);
  if (head === '' && rest.isStatic) {
    const fixed = checkAddress(rest.renderText({}), place);
    return { isStatic: true, render: () => fixed };
  }
  if (head === '')
    return { isStatic: false, render: (scope) => checkAddress(rest.renderText(scope, encodeBaseValue), place) };
  const start = compileTemplate(head.trim(), place);
  return {
    isStatic: false,
    render: (scope) => checkAddress(append(start.renderText(scope), rest.renderText(scope, encodeBaseValue)), place),
  };
}

/** A colon stays, since a customer's own host may come with a port. */
function encodeBaseValue(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%3A', ':');
}

function join(base: string, path: string): string {
  if (path === '') return base;
  const trimmed = base.endsWith('/') ? base.slice(0, -1) : base;
  return path.startsWith('/') || path.startsWith('?') ? trimmed + path : `${trimmed}/${path}`;
}

/** Origins come from customers with and without a slash at the end. */
function append(start: string, rest: string): string {
  return start.endsWith('/') && rest.startsWith('/') ? start.slice(0, -1) + rest : start + rest;
}

/** Never prints the address: values of an account are in it. */
function checkAddress(url: string, place: Place): string {
  const problem = problemOf(url);
  if (problem === null) return url;
  throw new SluiceError(
    'config.invalid',
    `The URL of the request ${problem} (${place.level} level, ${place.source}, ${place.field}).`,
  );
}

function problemOf(url: string): string | null {
  if (!URL.canParse(url)) return 'is not an absolute URL';
  const { protocol, username, password } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return 'is neither https nor http';
  return username === '' && password === '' ? null : 'holds a user name or password; use the authorization section';
}
