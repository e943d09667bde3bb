/** Faults switched on for a mount: which request each one strikes and when it is used up. What a fault does is told where it strikes. */
import { SluiceError } from '@sluice/engine';

export const faultKinds = [
  'rate_limit',
  'unauthorized',
  'forbidden',
  'server_error',
  'slow',
  'drip',
  'truncate',
  'html',
  'drop_page',
  'repeat_cursor',
  'change_type',
  'disconnect',
  'empty_page',
  'oversize',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  /** `contacts.list`, `contacts.*` or `*`. */
  readonly route: string;
  readonly kind: FaultKind;
  /** Matching requests let through before it strikes; 0 without it. */
  readonly after?: number;
  /** Requests it strikes; all without it. */
  readonly times?: number;
  /** slow: wait before the answer (2,000 without it); drip: pause between pieces (100). */
  readonly ms?: number;
  /** change_type: dotted path in the record. */
  readonly field?: string;
  /** drop_page: which page is missing, counted from 1 (2 without it). */
  readonly page?: number;
  /** oversize: bytes added (64 MiB without it); drip: bytes in a piece (64). */
  readonly bytes?: number;
}

export interface Faults {
  replace(faults: readonly Fault[]): void;
  list(): readonly (Fault & { readonly seen: number })[];
  /** Faults that strike this request; counts it for each. */
  strike(routeKey: string): readonly Fault[];
}

export function createFaults(): Faults {
  let active: { fault: Fault; seen: number }[] = [];
  return {
    replace(faults) {
      active = faults.map((fault) => ({ fault, seen: 0 }));
    },
    list: () => active.map(({ fault, seen }) => ({ ...fault, seen })),
    strike(routeKey) {
      const striking: Fault[] = [];
      for (const entry of active) {
        if (!isFor(entry.fault.route, routeKey)) continue;
        entry.seen += 1;
        const turn = entry.seen - (entry.fault.after ?? 0);
        if (turn >= 1 && turn <= (entry.fault.times ?? Number.POSITIVE_INFINITY)) striking.push(entry.fault);
      }
      return striking;
    },
  };
}

function isFor(pattern: string, routeKey: string): boolean {
  return (
    pattern === '*' || pattern === routeKey || (pattern.endsWith('.*') && routeKey.startsWith(pattern.slice(0, -1)))
  );
}

const countKeys = ['after', 'times', 'ms', 'page', 'bytes'] as const;
const knownKeys = new Set<string>(['route', 'kind', 'field', ...countKeys]);

/** Reads faults as the control API takes them. Throws `request.invalid_body`. */
export function parseFaults(value: unknown, routes: readonly string[]): readonly Fault[] {
  const refuse = (message: string): never => {
    throw new SluiceError('request.invalid_body', message);
  };
  if (!Array.isArray(value)) return refuse('Faults are a list: [{"route": "*", "kind": "server_error"}].');
  return value.map((one: unknown) => {
    if (typeof one !== 'object' || one === null) return refuse('A fault is an object with `route` and `kind`.');
    const fault = { route: '*', ...one } as Fault;
    const strange = Object.keys(fault).filter((key) => !knownKeys.has(key));
    if (strange.length > 0)
      refuse(`A fault has no \`${strange.join('`, `')}\`; it may have ${[...knownKeys].join(', ')}.`);
    if (!faultKinds.includes(fault.kind))
      refuse(`\`kind\` is ${JSON.stringify(fault.kind)}; it is one of ${faultKinds.join(', ')}.`);
    if (!routes.some((key) => isFor(fault.route, key)))
      refuse(`\`route\` is ${JSON.stringify(fault.route)}; it is * or one of ${routes.join(', ')}.`);
    if (fault.kind === 'change_type' && typeof fault.field !== 'string')
      refuse('A `change_type` fault names the `field` to change.');
    for (const key of countKeys) {
      if (fault[key] !== undefined && !(Number.isInteger(fault[key]) && fault[key] >= 0))
        refuse(`\`${key}\` is a whole number of 0 or more.`);
    }
    return fault;
  });
}
