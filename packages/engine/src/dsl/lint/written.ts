/** Compares the keys a response mapping writes with the model's schema. */
import { compileExpression } from '../../expression/expression.ts';
import { writesOf } from '../../expression/walk.ts';
import { SluiceError } from '../../terms/index.ts';
import { isPlainObject } from '../../values/merge.ts';
import { warning, type Path } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import type { MappingMethod } from '../spec/mapping.ts';
import type { ResourceModel } from '../spec/model.ts';
import { hintFor } from '../suggest.ts';

/** Keys the response mapping writes that the model's schema does not know. */
export function checkWritten(
  { response_mapping: mapping }: MappingMethod,
  { schema }: ResourceModel,
  path: Path,
): readonly Note[] {
  const properties = schema['properties'];
  const text = textToWalk(mapping, 'response_mapping');
  if (text === null || !isPlainObject(properties)) return [];
  const keys = new Set(writesOf(text).map(({ key }) => key.split('.')[0]!));
  const unknown = [...keys].filter((key) => key !== 'remote_data' && !Object.hasOwn(properties, key));
  return unknown.map((key) =>
    noteAt(
      [...path, 'response_mapping'],
      warning(`writes "${key}", which the model's schema does not have`, hintFor(key, Object.keys(properties))),
    ),
  );
}

/** The text of a mapping's expression; null where there is none, or while it cannot be parsed: that has a finding of its own. */
export function textToWalk(mapping: MappingMethod['response_mapping'], field: string): string | null {
  const text = typeof mapping === 'string' ? mapping : mapping?.$replace;
  if (text === undefined) return null;
  try {
    compileExpression(text, { level: 'base', source: 'mapping', field });
  } catch (fault) {
    if (!(fault instanceof SluiceError)) throw fault;
    return null;
  }
  return text;
}
