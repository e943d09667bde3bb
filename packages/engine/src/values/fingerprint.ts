/** A 53-bit fingerprint of a text (cyrb53 family): for change detection and loop guards, never for security. */
export function fingerprint(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  return finish(high, low);
}

function finish(upper: number, lower: number): string {
  const high = Math.imul(upper ^ (upper >>> 16), 2246822507) ^ Math.imul(lower ^ (lower >>> 13), 3266489909);
  const low = Math.imul(lower ^ (lower >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}

/** Characters of a long text that count, from its start and from its end. */
const COUNTED = 64;

/** The same kind of fingerprint for JSON values, without writing them out as text first. Long texts count by length and both ends. */
export class ValuePrint {
  #high = 0xdeadbeef | 0;
  #low = 0x41c6ce57 | 0;

  add(value: unknown): void {
    if (typeof value === 'string') this.#addText(value);
    else if (typeof value !== 'object' || value === null) this.#addText(String(value));
    else if (Array.isArray(value)) {
      this.#addUnit(value.length);
      for (const item of value) this.add(item);
    } else {
      for (const key in value) {
        this.#addText(key);
        this.add((value as Record<string, unknown>)[key]);
      }
      // Ends the object, so that what follows it cannot be taken for a part of it.
      this.#addUnit(-1);
    }
  }

  toString(): string {
    return finish(this.#high, this.#low);
  }

  #addText(text: string): void {
    const { length } = text;
    const isLong = length > 2 * COUNTED;
    let high = this.#high;
    let low = this.#low;
    for (let at = 0; at < length; at += 1) {
      if (isLong && at === COUNTED) at = length - COUNTED;
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    this.#high = high;
    this.#low = low;
    this.#addUnit(length);
  }

  #addUnit(unit: number): void {
    this.#high = Math.imul(this.#high ^ unit, 2654435761);
    this.#low = Math.imul(this.#low ^ unit, 1597334677);
  }
}

/** Same text for equal JSON whatever the order of keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
