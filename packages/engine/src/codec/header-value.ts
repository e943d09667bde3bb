/** Header values as they may go on the wire. Refuses what would end the header early or start another. */
import { SluiceError, type Place } from '../terms/index.ts';

/** RFC 9110 section 5.5: visible characters, space, tab and opaque bytes. */
const allowedPattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Throws `config.invalid`, naming header and place, never the value. */
export function checkHeaderValue(name: string, value: string, place: Place | null): string {
  if (allowedPattern.test(value)) return value;
  const where = place === null ? '' : ` (${place.level} level, ${place.source}, ${place.field})`;
  throw new SluiceError(
    'config.invalid',
    `The value for header ${name} holds a line break or a character that headers cannot carry${where}.`,
  );
}
