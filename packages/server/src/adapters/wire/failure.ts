/** Puts the ways a connection fails into our words: which host, and why. Never a path, a query or a header value. */
import { SluiceError } from '@sluice/engine/terms';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'it reset the connection',
  EPIPE: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection before the answer was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'it closed the connection before the answer was complete',
  ENOTFOUND: 'its name is not known (DNS)',
  EAI_AGAIN: 'its name could not be looked up (DNS)',
  EAI_NODATA: 'its name has no address (DNS)',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to its network',
  ETIMEDOUT: 'it did not accept the connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not accept the connection in time',
  UND_ERR_HEADERS_OVERFLOW: 'it sent more headers than allowed',
};

/** `provider.unreachable`, unless the error is already one of ours or the request itself is unusable (`config.invalid`). */
export function connectionError(error: unknown, host: string): SluiceError {
  if (error instanceof SluiceError) return error;
  const code = codeOf(error);
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
    return new SluiceError('config.invalid', `The request to ${host} cannot be sent: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') {
    return new SluiceError('system.shutting_down', 'The server is stopping.', { cause: error });
  }
  const reason = reasons[code] ?? otherReason(code);
  return new SluiceError('provider.unreachable', `${host} could not be reached: ${reason}.`, {
    detail: code,
    cause: error,
  });
}

export function timeoutError(timeoutMs: number, host: string): SluiceError {
  return new SluiceError('provider.timeout', `${host} did not answer within ${timeoutMs} ms.`);
}

export function tooLargeError(maxBytes: number, host: string): SluiceError {
  return new SluiceError('provider.response_too_large', `${host} sent more than ${maxBytes} bytes.`);
}

/** When several addresses were tried, the first failure stands for all. */
function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string' && code !== '') return code;
  if (errors !== undefined && errors.length > 0) return codeOf(errors[0]);
  return error instanceof Error && error.name !== 'Error' ? error.name : '';
}

function otherReason(code: string): string {
  if (code.startsWith('HPE_') || code === 'HTTPParserError') return `its answer is not HTTP (${code})`;
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)) return `no secure connection could be made (${code})`;
  return `the connection failed${code === '' ? '' : ` (${code})`}`;
}
