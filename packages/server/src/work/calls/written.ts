/** Whether a call may have written something at the provider, judged by what was sent and how it was answered. Sends nothing itself. */
import { isPlainObject, SluiceError, type CallAnswer, type Ports } from '@sluice/engine';

/** Safe methods (RFC 9110, section 9.2.1): look-ups before the write, and look-ups after it. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** How sending ends when nothing left this process. */
const unsentCodes: ReadonlySet<string> = new Set(['egress.refused', 'config.invalid']);
const LONGEST_ID = 255;

/** A 4xx, 429 among them, says that the provider did not do it. No answer and a 5xx say nothing. */
const isRefusal = (status: number | null): boolean => status !== null && status >= 400 && status < 500;

/** Statuses count as the integration's error expressions normalised them. */
export function hasWritten({ outcome, requests }: CallAnswer): boolean {
  if (outcome?.kind === 'ok') return requests.length > 0;
  return requests.some(({ method, status }) => !safeMethods.has(method) && !isRefusal(status));
}

export interface WatchedPorts {
  readonly ports: Ports;
  /** For calls that threw, so that no answer tells; by the statuses on the wire. */
  hasWritten(): boolean;
}

export function watchWrites(ports: Ports): WatchedPorts {
  let isWritten = false;
  return {
    ports: {
      ...ports,
      async send(request) {
        if (safeMethods.has(request.method)) return ports.send(request);
        try {
          const response = await ports.send(request);
          isWritten ||= !isRefusal(response.status);
          return response;
        } catch (error) {
          isWritten ||= !(error instanceof SluiceError && unsentCodes.has(error.code));
          throw error;
        }
      },
    },
    hasWritten: () => isWritten,
  };
}

/** The `id` of the record in a successful answer; null where there is none to be seen. */
export function recordIdOf({ status, body }: CallAnswer): string | null {
  if (status >= 400 || !isPlainObject(body)) return null;
  return idIn(body) ?? (isPlainObject(body['result']) ? idIn(body['result']) : null);
}

function idIn({ id }: { readonly [key: string]: unknown }): string | null {
  // Numbers of any size, those beyond 2^53 kept raw too, are written as their digits.
  const text = typeof id === 'string' ? id : /^-?\d+$/.exec(JSON.stringify(id) ?? '')?.[0];
  return text === undefined || text === '' || text.length > LONGEST_ID ? null : text;
}
