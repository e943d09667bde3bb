/**
 * Templates: `{{path}}` placeholders in text, for addressing. Compiled once; a text without placeholders costs nothing to render.
 * Own properties of the scope only. A value that is missing is an error, never an empty piece of a URL.
 */
import { SluiceError, type Place, type Scope } from '../terms/index.ts';
import { isPlainObject, mergeResults } from '../values/merge.ts';
import { parseTemplate, type Placeholder } from './template-parse.ts';
import { allowsNull, textOf, unresolved, valueOf } from './template-value.ts';

export interface Template {
  readonly text: string;
  /** First segments of the paths used. */
  readonly names: readonly string[];
  readonly isStatic: boolean;
  /**
   * A template that is one placeholder gives the value itself, converted by its cast: null as null, undefined with `:undefined`. Any other template gives text. Throws `template.unresolved`.
   */
  render(scope: Scope): unknown;
  /**
   * Text for URLs, headers and envelopes; `encode` is put on each value. Here null is no value either: it throws
   * `template.unresolved` unless `:null`, `:undefined` or a default says otherwise (the first two give '').
   */
  renderText(scope: Scope, encode?: (text: string) => string): string;
}

/** Templates inside JSON: every string is one, `$merge` (also `$truto_merge`) deep-merges objects into the one it stands in. */
export interface TemplateTree {
  readonly isStatic: boolean;
  /** Fixed parts are shared between results; keys and items whose value is undefined are left out. Throws `template.unresolved`. */
  render(scope: Scope): unknown;
}

/** Throws `config.invalid` on a placeholder that cannot be read. */
export function compileTemplate(text: string, place: Place): Template {
  const parts = parseTemplate(text, place);
  const placeholders = parts.filter((part) => typeof part !== 'string');
  if (placeholders.length === 0) return { text, names: [], isStatic: true, render: () => text, renderText: () => text };
  const names = [...new Set(placeholders.flatMap(({ alternatives }) => alternatives.map(({ name }) => name)))];
  const renderText = (scope: Scope, encode?: (text: string) => string): string => {
    let result = '';
    for (const part of parts) result += typeof part === 'string' ? part : pieceOf(part, { scope, place, encode });
    return result;
  };
  const whole = parts.length === 1 ? placeholders[0]! : null;
  const render = whole === null ? renderText : (scope: Scope) => valueOf(whole, scope, place);
  return { text, names, isStatic: false, render: (scope) => render(scope), renderText };
}

function pieceOf(
  placeholder: Placeholder,
  at: { scope: Scope; place: Place; encode: ((text: string) => string) | undefined },
): string {
  const value = valueOf(placeholder, at.scope, at.place);
  if (value === null && !allowsNull(placeholder)) throw unresolved(placeholder, at.place, 'is null');
  const text = textOf(value, placeholder);
  return at.encode === undefined ? text : at.encode(text);
}

const mergeKeys = new Set(['$merge', '$truto_merge']);

/** Throws `config.invalid` on a placeholder that cannot be read. */
export function compileTemplateTree(value: unknown, place: Place): TemplateTree {
  if (typeof value === 'string') return compileTemplate(value, place);
  if (Array.isArray(value)) return compileList(value, place);
  if (isPlainObject(value)) return compileObject(value, place);
  return fixed(value);
}

const fixed = (value: unknown): TemplateTree => ({ isStatic: true, render: () => value });

function compileList(list: readonly unknown[], place: Place): TemplateTree {
  const items = list.map((item, index) => compileTemplateTree(item, inside(place, String(index))));
  if (items.every((item) => item.isStatic)) return fixed(list);
  return {
    isStatic: false,
    render: (scope) => items.map((item) => item.render(scope)).filter((item) => item !== undefined),
  };
}

function compileObject(value: Record<string, unknown>, place: Place): TemplateTree {
  const entries: [string, TemplateTree][] = [];
  const merges: TemplateTree[] = [];
  for (const key of Object.keys(value)) {
    const tree = compileTemplateTree(value[key], inside(place, key));
    if (mergeKeys.has(key)) merges.push(tree);
    else entries.push([key, tree]);
  }
  if (merges.length === 0 && entries.every(([, tree]) => tree.isStatic)) return fixed(value);
  return {
    isStatic: false,
    render(scope) {
      const result: Record<string, unknown> = {};
      for (const [key, tree] of entries) {
        const inner = tree.render(scope);
        if (inner !== undefined) put(result, key, inner);
      }
      // What is merged in wins over what stands beside it.
      return merges.reduce<unknown>(
        (merged, tree) => [tree.render(scope)].flat().reduce((lower, upper) => mergeIn(lower, upper, place), merged),
        result,
      );
    },
  };
}

function mergeIn(lower: unknown, upper: unknown, place: Place): unknown {
  if (upper === undefined || upper === null) return lower;
  if (isPlainObject(upper)) return mergeResults(lower, upper);
  throw new SluiceError(
    'template.unresolved',
    `$merge takes objects only (${place.field} of ${place.source}, ${place.level} level)`,
    {
      details: { ...place, placeholder: '$merge' },
    },
  );
}

function put(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

const inside = (place: Place, key: string): Place => ({ ...place, field: `${place.field}.${key}` });
