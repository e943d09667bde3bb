/** Secrets inside JSON: taken back unharmed when their mask is written, split off for sealing. Which names are secrets is the engine's to say. */
import { isPlainObject, mask, SluiceError, type JsonObject } from '@sluice/engine';

/** Whether the value at a path is a secret. */
export type SecretTest = (path: readonly string[]) => boolean;

/** Every value masked: for documents that hold nothing but secrets. */
export function maskAll(value: unknown): unknown {
  if (Array.isArray(value)) return mask;
  if (!isPlainObject(value)) return mask;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAll(inner)]));
}

/** Puts stored values where the caller wrote the mask. Throws `request.invalid_body` where there is nothing to keep. */
export function keepMasked(written: unknown, stored: unknown, path: readonly string[] = []): unknown {
  if (written === mask) {
    if (stored !== undefined && stored !== null) return stored;
    throw new SluiceError(
      'request.invalid_body',
      `\`${path.join('.')}\` is masked, but there is no stored value to keep.`,
      {
        details: { failures: [{ path: path.join('.'), message: 'masked' }] },
      },
    );
  }
  if (Array.isArray(written)) {
    return written.map((item, index) =>
      keepMasked(item, Array.isArray(stored) ? stored[index] : undefined, [...path, String(index)]),
    );
  }
  if (!isPlainObject(written)) return written;
  const below = isPlainObject(stored) ? stored : {};
  return Object.fromEntries(
    Object.entries(written).map(([key, inner]) => {
      const kept = Object.hasOwn(below, key) ? below[key] : undefined;
      // `$replace` stands for the value it is in, so its content is compared with that value.
      return [key, keepMasked(inner, key === '$replace' ? stored : kept, [...path, key])];
    }),
  );
}

export interface Split {
  readonly open: JsonObject;
  readonly secret: JsonObject;
}

/** Two documents of the same shape: what may be read, and what is sealed. Lists are taken whole by the name they are under. */
export function splitSecrets(document: JsonObject, isSecret: SecretTest, path: readonly string[] = []): Split {
  const open: Record<string, unknown> = {};
  const secret: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(document)) {
    const at = [...path, key];
    if (isPlainObject(value)) {
      const inner = splitSecrets(value, isSecret, at);
      if (Object.keys(inner.secret).length > 0) secret[key] = inner.secret;
      if (Object.keys(inner.open).length > 0 || Object.keys(inner.secret).length === 0) open[key] = inner.open;
    } else if (value !== null && isSecret(at)) secret[key] = value;
    else open[key] = value;
  }
  return { open, secret };
}
