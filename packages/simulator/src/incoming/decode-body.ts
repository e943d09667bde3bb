/** Decodes the body of a request by its content type. Never throws: what cannot be read is marked as malformed. */
import { decodeBody } from '@sluice/engine';
import { parse as parseForm } from 'qs';

export interface DecodedBody {
  readonly value: unknown;
  readonly text: string;
  readonly isMalformed: boolean;
}

export async function decodeRequestBody(contentType: string, bytes: Uint8Array): Promise<DecodedBody> {
  if (bytes.length === 0) return { value: undefined, text: '', isMalformed: false };
  const text = new TextDecoder().decode(bytes);
  try {
    return { value: await decode(contentType, bytes, text), text, isMalformed: false };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { value: undefined, text, isMalformed: true };
  }
}

function decode(contentType: string, bytes: Uint8Array, text: string): unknown {
  if (contentType.includes('application/x-www-form-urlencoded')) return parseForm(text, { depth: 8, arrayLimit: 1000 });
  if (contentType.includes('multipart/form-data')) return decodeMultipart(contentType, bytes);
  if (/[/+]xml/.test(contentType)) return decodeXml(text);
  if (contentType.startsWith('text/')) return text;
  return JSON.parse(text);
}

/** Text fields as text, files as {name, type, size}: their content stays out of state and log. */
async function decodeMultipart(contentType: string, bytes: Uint8Array): Promise<unknown> {
  const form = await new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': contentType },
  }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form.entries()) {
    fields[name] = typeof value === 'string' ? value : { name: value.name, type: value.type, size: value.size };
  }
  return fields;
}

async function decodeXml(text: string): Promise<unknown> {
  const bytes = new TextEncoder().encode(text);
  const body = {
    text: () => Promise.resolve(text),
    bytes: () => Promise.resolve(bytes),
    stream: async function* () {
      yield bytes;
    },
    discard: () => undefined,
  };
  return (await decodeBody('xml', { status: 200, headers: {}, body })).value;
}
