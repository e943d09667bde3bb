/** The provider's own error shapes, and plain ones where its document gives none. */
import { compileTemplate } from '@sluice/engine';
import type { Blueprint, ErrorName } from '../blueprint/blueprint.ts';
import type { Draft, MountFacts } from '../terms.ts';

const statuses: Readonly<Record<ErrorName, number>> = {
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  rate_limited: 429,
  server_error: 500,
  bad_request: 400,
  gone: 410,
};

export function draftError(blueprint: Blueprint, name: ErrorName, mount: MountFacts): Draft {
  // A provider that tells deleted records from unknown ones says so; the others answer alike.
  const shape = blueprint.errors[name] ?? (name === 'gone' ? blueprint.errors.not_found : undefined);
  if (shape === undefined) {
    const status = name === 'gone' ? statuses.not_found : statuses[name];
    const headers: Record<string, string> = {};
    if (name === 'rate_limited') headers['retry-after'] = String(mount.reset_seconds ?? 1);
    return { status, headers, value: { error: name === 'gone' ? 'not_found' : name }, format: 'json', page: null };
  }
  const headers: Record<string, string> = {};
  for (const [key, text] of Object.entries(shape.headers ?? {})) {
    const place = { level: 'base', source: blueprint.source, field: `errors.${name}.headers.${key}` } as const;
    headers[key.toLowerCase()] = compileTemplate(text, place).renderText({ mount: filledIn(mount) });
  }
  const format = shape.text === undefined ? 'json' : 'text';
  return { status: shape.status, headers, value: shape.text ?? shape.body, format, page: null };
}

/** Without a limit a storm still has to say when it ends: in a second. */
function filledIn(mount: MountFacts): MountFacts {
  if (mount.limit !== null) return mount;
  return {
    ...mount,
    limit: 0,
    remaining: 0,
    window_ms: 1000,
    reset_at: (mount.reset_at ?? 0) + 1000,
    reset_seconds: 1,
    reset_ms: 1000,
  };
}
