/** Request bodies against their declared shape; and rows the database refuses for being there already. */
import { SluiceError } from '@sluice/engine/terms';
import { z } from 'zod';

/** Throws `request.invalid_body` naming each field; never the values. Bytes are a body that did not say it is JSON. */
export function checkBody<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  if (body instanceof Uint8Array)
    throw new SluiceError(
      'request.unsupported_media_type',
      'This route takes JSON: send content-type application/json.',
    );
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const failures = parsed.error.issues.map(({ path, message, code }) => ({
    path: path.join('.'),
    message: code === 'unrecognized_keys' && path.length === 0 ? message + allowedIn(shape) : message,
  }));
  const [first] = failures;
  throw new SluiceError(
    'request.invalid_body',
    `${first!.path === '' ? 'The body' : `\`${first!.path}\``}: ${first!.message}.`,
    {
      details: { failures },
    },
  );
}

function allowedIn(shape: z.ZodType): string {
  return shape instanceof z.ZodObject ? `; allowed: ${Object.keys(shape.shape).join(', ')}` : '';
}

/** Runs an insert; a unique key that is taken becomes `config.conflict`. */
export async function orConflict<Result>(what: string, insert: Promise<Result>): Promise<Result> {
  try {
    return await insert;
  } catch (error) {
    const isTaken = typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';
    if (isTaken) throw new SluiceError('config.conflict', `There is already such ${what}.`, { cause: error });
    throw error;
  }
}

/** The `version` of an update: absent is answered by `config.version_required`, so it is optional here. */
export const versionField = z.number().int().positive().optional().meta({ description: 'The version that was read.' });
export const objectField = (description: string) => z.record(z.string(), z.unknown()).meta({ description });
