/** Text inside XML: the five entities of the language and character references, nothing else. */

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const referencePattern = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};
const specialPattern = /[&<>"'\r]/g;
/** XML 1.0 section 2.2: control characters that no document may hold, not even as a reference. */
const forbiddenPattern = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** XML 1.0 sections 4.1 and 4.6. Unknown references stay as written. */
export function decodeXmlText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(referencePattern, (reference, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name]!;
    const point = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : reference;
  });
}

/** For element text and attribute values in either kind of quotes. Characters XML cannot carry are left out. */
export function encodeXmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(forbiddenPattern, '')
    .replace(specialPattern, (sign) => escapes[sign]!);
}
