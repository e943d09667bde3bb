/** Takes our own parameters out of a caller's query: which account, and how the answer is to look. The rest is left as it came. */
import { SluiceError, type JsonObject, type Switches } from '@sluice/engine';

export interface SwitchedQuery {
  readonly switches: Switches;
  /** Null when the query does not name one. */
  readonly accountId: string | null;
  /** The query without what was taken out; `limit` and `next_cursor` stay in. */
  readonly query: JsonObject;
}

type Mutable = { -readonly [Key in keyof Switches]: Switches[Key] };

const readers: Readonly<Record<string, (switches: Mutable, value: unknown) => void>> = {
  response_format: (switches, value) => (switches.responseFormat = readFormat(value)),
  ignore_remote_data: (switches, value) => (switches.ignoreRemoteData = isOn(value)),
  exclude_fields: (switches, value) => (switches.excludeFields = readNames(value)),
  explain: (switches, value) => (switches.explain = isOn(value)),
};

const withoutPrefix = Object.keys(readers);
const prefix = 'truto_';

/**
 * `bare`: switches count without the prefix too. In proxy and custom calls only `explain` does, since the other names may be
 * the provider's own. Throws `request.invalid_query` for a format that does not exist.
 */
export function readSwitches(query: JsonObject, api: 'unified' | 'proxy' | 'custom'): SwitchedQuery {
  const switches: Mutable = { responseFormat: 'unified', ignoreRemoteData: false, excludeFields: [], explain: false };
  const bare = api === 'unified' ? withoutPrefix : ['explain'];
  const rest: Record<string, unknown> = {};
  let accountId: string | null = null;
  for (const name of Object.keys(query)) {
    const value = query[name];
    if (name === 'integrated_account_id') {
      accountId = typeof value === 'string' ? value : null;
      continue;
    }
    const own = name.startsWith(prefix) ? name.slice(prefix.length) : bare.includes(name) ? name : '';
    if (Object.hasOwn(readers, own)) readers[own]!(switches, value);
    else rest[name] = value;
  }
  return { switches, accountId, query: rest };
}

const formats = ['unified', 'normalized', 'raw'] as const;

function readFormat(value: unknown): Switches['responseFormat'] {
  const format = formats.find((known) => known === value);
  if (format !== undefined) return format;
  throw new SluiceError('request.invalid_query', 'truto_response_format must be unified, normalized or raw.', {
    details: { parameter: 'truto_response_format', allowed: formats },
  });
}

function readNames(value: unknown): readonly string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
  return texts.flatMap((text) => text.split(',')).filter((name) => name !== '');
}

const isOn = (value: unknown): boolean =>
  value === true || value === 'true' || value === '1' || value === 1 || value === '';
