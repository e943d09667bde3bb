/**
 * XML <-> objects: attributes as `@name`, text beside attributes as `#text`, a repeated element as a list. Values stay
 * text, so that ids survive. Document types are refused and no entity but the five of XML is ever expanded.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SluiceError } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import type { DecodedText, Encoded } from './format.ts';
import { problemOf } from './invalid-response.ts';
import { scalarText } from './query.ts';
import { decodeXmlText, encodeXmlText } from './xml-text.ts';

const maxDepth = 100;
const contentType = 'application/xml; charset=utf-8';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const namePattern = /^[\p{L}_][\p{L}\p{N}_.:-]*$/u;

const parser = new XMLParser({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: maxDepth,
  entityDecoder: {
    setExternalEntities() {},
    addInputEntities() {
      throw new Error('A document type is refused');
    },
    reset() {},
    decode: decodeXmlText,
    setXmlVersion() {},
  },
});

export function decodeXml(text: string): DecodedText {
  if (hasDocumentType(text))
    return { kind: 'unfit', problem: problemOf(text, 'has a document type, which is refused') };
  // The parser alone would read a document that was cut short as if it were whole.
  if (XMLValidator.validate(text) !== true)
    return { kind: 'unfit', problem: problemOf(text, 'is not well-formed XML, or is cut short') };
  try {
    return { kind: 'value', value: parser.parse(text), hasBigIntegers: false };
  } catch {
    // Depth and name limits; the parser's messages quote the content, so none is passed on.
    return { kind: 'unfit', problem: `is XML outside the limits (depth ${maxDepth}, no document type)` };
  }
}

/** A document type may only stand before the root, so text in CDATA that looks like one is left alone. */
function hasDocumentType(text: string): boolean {
  let at = 0;
  for (;;) {
    while (text.charCodeAt(at) <= 32) at += 1;
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : null;
    if (end === null) return text.startsWith('<!', at);
    const found = text.indexOf(end, at + 2);
    if (found === -1) return false;
    at = found + end.length;
  }
}

/**
 * Text is sent as it is: an envelope is a template. An object needs exactly one key, the root element; `undefined` is
 * left out, `null` is an empty element. Throws `body.invalid_field` on anything else and on names XML does not allow.
 */
export function encodeXml(value: unknown): Encoded {
  if (value === null) return { body: null, contentType: null };
  if (typeof value === 'string') return { body: value, contentType };
  const [root, ...others] = isPlainObject(value) ? Object.keys(value) : [];
  if (root === undefined || others.length > 0 || Array.isArray((value as Record<string, unknown>)[root])) {
    throw new SluiceError(
      'body.invalid_field',
      'An XML body must be text, or an object with one key: the root element.',
    );
  }
  return { body: declaration + encodeElement(root, (value as Record<string, unknown>)[root], 1), contentType };
}

function encodeElement(name: string, value: unknown, depth: number): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => encodeElement(name, item, depth)).join('');
  checkName(name);
  if (depth > maxDepth)
    throw new SluiceError('body.invalid_field', `An XML body may be ${maxDepth} elements deep at most.`);
  if (value === null) return `<${name}/>`;
  const scalar = scalarText(value);
  if (scalar !== null) return `<${name}>${encodeXmlText(scalar)}</${name}>`;
  let attributes = '';
  let content = '';
  for (const [key, inner] of Object.entries(value)) {
    if (key === '#text') content += encodeXmlText(scalarText(inner) ?? '');
    else if (key.startsWith('@')) attributes += encodeAttribute(key.slice(1), inner);
    else content += encodeElement(key, inner, depth + 1);
  }
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function encodeAttribute(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  checkName(name);
  const text = scalarText(value);
  if (text === null)
    throw new SluiceError('body.invalid_field', `The XML attribute ${name} must be a text, number or boolean.`);
  return ` ${name}="${encodeXmlText(text)}"`;
}

function checkName(name: string): void {
  if (!namePattern.test(name))
    throw new SluiceError('body.invalid_field', 'An XML body has a key that is no element or attribute name.');
}
