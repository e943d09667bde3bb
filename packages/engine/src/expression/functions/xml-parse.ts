/** XML text to the compact object form: `_attributes`, `_text`, `_cdata`, `_comment`, `_declaration`; repeated elements become lists. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { FunctionFailure } from '../function-failure.ts';
import { emptyRecord } from './selector.ts';

/** One element of the parser's ordered form: `{tag: children}` with attributes beside. */
type Ordered = Readonly<Record<string, unknown>>;

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';
const COMMENT = '#comment';
const MAX_DEPTH = 200;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  cdataPropName: CDATA,
  commentPropName: COMMENT,
  processEntities: true,
});

interface Options {
  readonly trim?: unknown;
  readonly ignoreAttributes?: unknown;
  readonly ignoreDeclaration?: unknown;
  readonly ignoreComment?: unknown;
  readonly alwaysArray?: unknown;
}

/** Missing for anything but text. Entity declarations are refused: they can make a small text stand for a huge one. */
export function xmlToJs(xml: unknown, options: unknown): unknown {
  if (typeof xml !== 'string') return undefined;
  if (/<!ENTITY/i.test(xml)) throw new FunctionFailure('XML with entity declarations is refused');
  // The parser itself takes elements that never end.
  if (XMLValidator.validate(xml) !== true) throw new FunctionFailure('the text is not well-formed XML');
  let ordered: readonly Ordered[];
  try {
    ordered = parser.parse(xml) as readonly Ordered[];
  } catch {
    // The parser's message quotes the text.
    throw new FunctionFailure('the XML uses a reserved name');
  }
  const result = emptyRecord();
  fill(result, ordered, { options: (options ?? {}) as Options, depth: 0 });
  return result;
}

interface Walk {
  readonly options: Options;
  readonly depth: number;
}

function fill(target: Record<string, unknown>, nodes: readonly Ordered[], walk: Walk): void {
  if (walk.depth > MAX_DEPTH) throw new FunctionFailure('the XML nests too deeply');
  for (const node of nodes) {
    const tag = Object.keys(node).find((key) => key !== ATTRIBUTES);
    if (tag === undefined) continue;
    const content = node[tag];
    if (tag === TEXT) addText(target, '_text', String(content), walk.options);
    else if (tag === CDATA) addText(target, '_cdata', textIn(content), walk.options);
    else if (tag === COMMENT) {
      if (walk.options.ignoreComment !== true) addText(target, '_comment', textIn(content), walk.options);
    } else if (tag === '?xml') {
      if (walk.options.ignoreDeclaration !== true) target['_declaration'] = { _attributes: attributesOf(node) };
    } else if (!tag.startsWith('?'))
      add(target, tag, elementOf(node, content as readonly Ordered[], walk), walk.options);
  }
}

function elementOf(node: Ordered, children: readonly Ordered[], walk: Walk): Record<string, unknown> {
  const element = emptyRecord();
  if (walk.options.ignoreAttributes !== true && node[ATTRIBUTES] !== undefined)
    element['_attributes'] = attributesOf(node);
  fill(element, children, { ...walk, depth: walk.depth + 1 });
  return element;
}

const attributesOf = (node: Ordered): Record<string, unknown> => Object.assign(emptyRecord(), node[ATTRIBUTES]);

const textIn = (content: unknown): string =>
  Array.isArray(content) ? content.map((part) => String((part as Ordered)[TEXT] ?? '')).join('') : '';

/** White space between elements is layout, not text. */
function addText(target: Record<string, unknown>, key: string, text: string, options: Options): void {
  if (key === '_text' && text.trim() === '') return;
  add(target, key, options.trim === true ? text.trim() : text, {});
}

function add(target: Record<string, unknown>, key: string, value: unknown, options: Options): void {
  const existing = target[key];
  if (existing === undefined) target[key] = options.alwaysArray === true ? [value] : value;
  else if (Array.isArray(existing)) existing.push(value);
  else target[key] = [existing, value];
}
