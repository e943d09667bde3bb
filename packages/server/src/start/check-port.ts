/** Says early that a port is taken, before anything that takes time is started. Holds no port. */
import { createServer } from 'node:net';
import { SluiceError } from '@sluice/engine/terms';

export interface PortInput {
  readonly port: number;
  readonly host: string;
  /** Name of the setting, for the message. */
  readonly setting: string;
}

/** Rejects with `settings.port_in_use`, or `settings.invalid` for an address that is not of this machine. */
export async function checkPort({ port, host, setting }: PortInput): Promise<void> {
  const probe = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  probe.once('error', (cause) => reject(portError(cause, { port, host, setting })));
  probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  return promise;
}

/** The same words for the moment of listening itself. */
export function portError(cause: unknown, { port, host, setting }: PortInput): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} on ${host} is in use by another program. Stop it, or set ${setting} to a free port.`;
    return new SluiceError('settings.port_in_use', message, { cause });
  }
  if (code === 'EACCES')
    return new SluiceError('settings.invalid', `${setting}: port ${port} on ${host} needs more rights.`, { cause });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new SluiceError('settings.invalid', `SLUICE_HOST: ${host} is no address of this machine (${code}).`, {
      cause,
    });
  return cause;
}
