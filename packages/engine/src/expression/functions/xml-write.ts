/** The compact object form of `$xmlToJs` back to XML text. Names are checked and text is escaped, so no value can break out of its place. */
import { FunctionFailure } from '../function-failure.ts';
import { countNodes } from '../node-count.ts';
import { isPlainObject } from '../../values/merge.ts';

const namePattern = /^[\p{L}_][\p{L}\p{N}_.:-]*$/u;

/** `options.spaces`: indentation, a number of blanks. Missing for anything but an object. */
export function jsToXml(value: unknown, options: unknown): unknown {
  if (!isPlainObject(value)) return undefined;
  countNodes(value);
  const spaces = isPlainObject(options) ? Number(options['spaces'] ?? 0) : 0;
  const unit = ' '.repeat(Math.min(10, Math.max(0, Math.trunc(spaces) || 0)));
  return [...declarationOf(value), ...childrenOf(value, unit, 0)].join(unit === '' ? '' : '\n');
}

function declarationOf(value: Record<string, unknown>): string[] {
  const declaration = value['_declaration'];
  return isPlainObject(declaration) ? [`<?xml${attributesOf(declaration)}?>`] : [];
}

/** Lines of an element's content. */
function childrenOf(value: Record<string, unknown>, unit: string, depth: number): string[] {
  const lines: string[] = [];
  for (const key of Object.keys(value)) {
    if (key === '_declaration' || key === '_attributes') continue;
    const content = value[key];
    for (const item of Array.isArray(content) ? content : [content]) {
      if (item === undefined) continue;
      if (key === '_text') lines.push(escaped(item));
      else if (key === '_cdata') lines.push(`<![CDATA[${textOf(item).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
      else if (key === '_comment') lines.push(`<!--${textOf(item).replaceAll('--', '- -')}-->`);
      else lines.push(elementOf(key, item, { unit, depth }));
    }
  }
  return lines;
}

function elementOf(name: string, item: unknown, at: { unit: string; depth: number }): string {
  if (!namePattern.test(name)) throw new FunctionFailure('a key is not an XML name');
  const indent = at.unit.repeat(at.depth);
  if (!isPlainObject(item))
    return item === null || item === '' ? `${indent}<${name}/>` : `${indent}<${name}>${escaped(item)}</${name}>`;
  const opening = `${indent}<${name}${attributesOf(item)}`;
  const lines = childrenOf(item, at.unit, at.depth + 1);
  if (lines.length === 0) return `${opening}/>`;
  const hasText = '_text' in item || '_cdata' in item;
  const isInline = at.unit === '' || hasText;
  return isInline ? `${opening}>${lines.join('')}</${name}>` : `${opening}>\n${lines.join('\n')}\n${indent}</${name}>`;
}

function attributesOf(element: Record<string, unknown>): string {
  const attributes = element['_attributes'];
  if (!isPlainObject(attributes)) return '';
  return Object.keys(attributes)
    .filter((name) => attributes[name] !== undefined && attributes[name] !== null)
    .map((name) => {
      if (!namePattern.test(name)) throw new FunctionFailure('an attribute is not an XML name');
      return ` ${name}="${escaped(attributes[name])}"`;
    })
    .join('');
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

const escaped = (value: unknown): string =>
  textOf(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
