/** The control API under `/_control/`: a table of routes over the control functions. Answers this machine only, and no web page. */
import { SluiceError } from '@sluice/engine';
import { atOnce, type Answer, type IncomingRequest, type MountInput, type MountSummary } from '../terms.ts';
import type { Control } from './control.ts';

export const controlPrefix = '_control';

/** The part of a simulator that can be controlled. */
export interface Controlled {
  mount(input: MountInput): MountSummary;
  unmount(name: string): boolean;
  readonly control: Control;
}

interface Command {
  readonly simulator: Controlled;
  readonly name: string;
  readonly collection: string;
  readonly body: () => unknown;
}

type Run = (command: Command) => unknown;

/** Verb and path below `/_control` -> what it does. Undefined results are a 204. */
export const controlRoutes: readonly (readonly [verb: string, path: string, run: Run])[] = [
  ['GET', '/mounts', ({ simulator }) => ({ mounts: simulator.control.mounts() })],
  ['POST', '/mounts', ({ simulator, body }) => simulator.mount(body() as MountInput)],
  ['DELETE', '/mounts/{name}', unmount],
  ['GET', '/mounts/{name}/records', ({ simulator, name }) => simulator.control.counts(name)],
  [
    'GET',
    '/mounts/{name}/records/{collection}',
    async ({ simulator, name, collection }) => ({ ids: await simulator.control.ids(name, collection) }),
  ],
  ['POST', '/mounts/{name}/reset', ({ simulator, name }) => simulator.control.reset(name)],
  ['GET', '/mounts/{name}/faults', ({ simulator, name }) => ({ faults: simulator.control.faults(name) })],
  [
    'PUT',
    '/mounts/{name}/faults',
    ({ simulator, name, body }) => ({ faults: simulator.control.setFaults(name, body()) }),
  ],
  ['DELETE', '/mounts/{name}/faults', ({ simulator, name }) => void simulator.control.setFaults(name, [])],
  ['GET', '/mounts/{name}/requests', ({ simulator, name }) => ({ requests: simulator.control.requests(name) })],
  ['DELETE', '/mounts/{name}/requests', ({ simulator, name }) => simulator.control.clearRequests(name)],
];

const compiled = controlRoutes.map(([verb, path, run]) => ({
  verb,
  run,
  pattern: new RegExp(`^/${controlPrefix}${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`),
}));

export async function answerControl(simulator: Controlled, request: IncomingRequest): Promise<Answer> {
  if (!isOwnCaller(request)) return written(403, { error: 'The control API answers this machine only.' });
  const [path = ''] = request.url.split('?');
  for (const { verb, pattern, run } of compiled) {
    const found = pattern.exec(path);
    if (found === null || verb !== request.method.toUpperCase()) continue;
    const { name = '', collection = '' } = found.groups ?? {};
    try {
      const result = await run({ simulator, name, collection, body: () => parseBody(request.body) });
      return result === undefined ? written(204, undefined) : written(verb === 'POST' ? 201 : 200, result);
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error;
      return written(error.status, { error: error.message, code: error.code });
    }
  }
  return written(404, {
    error: 'No such control route.',
    routes: controlRoutes.map(([verb, route]) => `${verb} /${controlPrefix}${route}`),
  });
}

function unmount({ simulator, name }: Command): void {
  if (!simulator.unmount(name)) throw new SluiceError('config.not_found', `Nothing is mounted as \`${name}\`.`);
}

/** A browser sends an origin, and a name that was made to point here is no loopback name. */
function isOwnCaller({ isLocal, headers }: IncomingRequest): boolean {
  const host = (headers['host'] ?? 'localhost').replace(/:\d+$/, '');
  return isLocal && headers['origin'] === undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
}

function parseBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SluiceError('request.invalid_json', 'The body is not valid JSON.', { cause: error });
  }
}

function written(status: number, value: unknown): Answer {
  const body = value === undefined ? '' : JSON.stringify(value);
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body, delivery: atOnce };
}
