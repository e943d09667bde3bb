/** Published keys that have no word of their own here: always done, of no effect, or not run yet. Each says so by name. */
import type { z } from 'zod';
import { declarationOf } from '../declaration.ts';
import { error, warning } from '../finding.ts';
import { actionSpec, integrationSpec } from '../spec/integration.ts';
import { mappingMethodSpec } from '../spec/mapping.ts';
import { methodSpec } from '../spec/method.ts';
import { without, type MapTree } from '../tree.ts';
import type { AliasPlace } from './alias.ts';

interface PublishedKey {
  /** `always`: the engine does this anyway. `ignored`: dropped with a warning. `refused`: an error that says what to write. */
  readonly verdict: 'always' | 'ignored' | 'refused';
  readonly says: string;
}

const always = (says: string): PublishedKey => ({ verdict: 'always', says });
const ignored = (says: string): PublishedKey => ({ verdict: 'ignored', says });
const refused = (says: string): PublishedKey => ({ verdict: 'refused', says });

const keys: readonly (readonly [z.ZodType, Readonly<Record<string, PublishedKey>>])[] = [
  [
    integrationSpec,
    {
      id: ignored('the folder or the record has its own id'),
      sharing: ignored('sharing is not part of the document'),
      is_beta: ignored('it has no effect'),
      can_install: ignored('it has no effect'),
      audit_notes: ignored('write notes into SOURCES.md'),
      documentation: ignored('describe methods with `description` and schemas'),
      required_headers: refused('callers cannot add headers; put the value into the context and name it in `headers`'),
      scheduled_actions: refused('scheduled actions are not run; use a sync job with a trigger'),
      environment_variables: refused('set them on the environment; templates read them as {{env.NAME}}'),
      secret_environment_variables: refused('set them on the environment; templates read them as {{env.NAME}}'),
    },
  ],
  [
    methodSpec,
    {
      examples: ignored('it has no effect'),
      ignore_credentials_on_redirect: always('credentials never follow a redirect to another host'),
      throw_error_on_parse_error: always('an unreadable answer is always `provider.invalid_response`'),
      body_format_config: refused(
        'its options are not supported; `query_array_format` says how lists are written into forms',
      ),
      pagination_path: refused(
        'say in `pagination` how later pages are addressed: `cursor_is_url`, or `cursor_in: path`',
      ),
      ignore_body_in_pagination: refused('say `ignore_body: true` in `pagination.config`'),
    },
  ],
  [
    mappingMethodSpec,
    {
      file_upload: refused('uploads are a method of the integration with `body_format: multipart`'),
      response_schema: ignored('the model says what an answer looks like'),
    },
  ],
  [actionSpec, { label: ignored('it has no effect') }],
];

const byIdentity = new Map(keys.map(([spec, table]) => [declarationOf(spec).identity, table]));

/** The published keys of one spec, for the reference. */
export function publishedKeysOf(identity: object): Readonly<Record<string, PublishedKey>> {
  return byIdentity.get(identity) ?? {};
}

/** Takes the published keys out of a map and reports the ones that have no effect or are not run. */
export function dropPublished(identity: object, map: MapTree, place: AliasPlace): MapTree {
  const table = byIdentity.get(identity);
  if (table === undefined) return map;
  const found = [...map.entries].filter(([key]) => Object.hasOwn(table, key));
  for (const [key, entry] of found) {
    const { verdict, says } = table[key]!;
    if (verdict === 'refused') place.report(error(`"${key}" is known but not run here: ${says}`), entry.key, [key]);
    if (verdict === 'ignored') place.report(warning(`"${key}" is left out: ${says}`), entry.key, [key]);
  }
  return found.length === 0 ? map : without(map, ...found.map(([key]) => key));
}
