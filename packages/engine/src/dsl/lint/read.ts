/**
 * Names that mappings of a request read: one that is nearly a filter or a field of the model is a slip of the pen, and the
 * filter would be refused or the field lost. Others are the provider's extras and fine.
 */
import { readsOf } from '../../expression/walk.ts';
import { isPlainObject } from '../../values/merge.ts';
import { warning, type Path } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import type { MappingMethod } from '../spec/mapping.ts';
import type { ModelMethod, ResourceModel } from '../spec/model.ts';
import { closest } from '../suggest.ts';
import { textToWalk } from './written.ts';

const steering = ['limit', 'next_cursor', 'prev_cursor', 'remote_query', 'sort_by'];

export function checkRead(
  config: MappingMethod,
  model: { readonly resource: ResourceModel; readonly method: ModelMethod },
  path: Path,
): readonly Note[] {
  const filters = (model.method.filters ?? []).map((filter) => filter.split('.')[0]!);
  const extras = (config.filters ?? []).map((filter) => filter.split('.')[0]!);
  const known = {
    query: [
      ...steering,
      ...filters,
      ...extras,
      ...namesIn(config.query_schema),
      ...Object.keys(config.default_query ?? {}),
    ],
    body: [
      'remote_data',
      ...namesIn(model.resource.schema),
      ...namesIn(config.body_schema),
      ...Object.keys(config.default_body ?? {}),
    ],
  };
  return (['query_mapping', 'request_body_mapping', 'path_mapping'] as const).flatMap((key) => {
    const text = textToWalk(config[key], key);
    if (text === null) return [];
    const read = new Set(
      readsOf(text).flatMap(({ path: [root, name] }) => (name === undefined ? [] : [`${root}.${name}`])),
    );
    return [...read].flatMap((each) => {
      const [root, name] = each.split('.') as [string, string];
      const names = root === 'query' || root === 'body' ? known[root] : [];
      const near = names.includes(name) ? null : closest(name, names);
      if (near === null) return [];
      const lack = root === 'query' ? "is none of the model's filters" : "is no field of the model's schema";
      return [noteAt([...path, key], warning(`reads "${each}", which ${lack}`, `did you mean "${root}.${near}"?`))];
    });
  });
}

function namesIn(schema: unknown): readonly string[] {
  const properties = isPlainObject(schema) ? schema['properties'] : undefined;
  return isPlainObject(properties) ? Object.keys(properties) : [];
}
