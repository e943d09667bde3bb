/** The value of a GraphQL body: document and variables. Values that others add to the body land in the variables. */
import { compileTemplateTree } from '../expression/template.ts';
import type { JsonObject, Place, Scope } from '../terms/index.ts';
import { isPlainObject, mergeResults } from '../values/merge.ts';

const ownKeys = new Set(['query', 'variables', 'operationName']);

/** Without a variables template the caller's body is the variables. */
export function compileGraphqlBody(document: string, variables: unknown, placeOf: (field: string) => Place) {
  if (variables === undefined) {
    return {
      isStatic: false,
      render: (_scope: Scope, caller: unknown) => ({
        query: document,
        variables: isPlainObject(caller) ? caller : undefined,
      }),
    };
  }
  const tree = compileTemplateTree(variables, placeOf('method.variables'));
  return { isStatic: tree.isStatic, render: (scope: Scope) => ({ query: document, variables: tree.render(scope) }) };
}

/** `{after: "x"}` becomes `{variables: {after: "x"}}`; what names a part of the body itself stays there. */
export function intoGraphqlBody(value: unknown, added: JsonObject): unknown {
  const entries = Object.entries(added);
  const top = Object.fromEntries(entries.filter(([key]) => ownKeys.has(key)));
  const variables = Object.fromEntries(entries.filter(([key]) => !ownKeys.has(key)));
  return mergeResults(mergeResults(value ?? {}, top), { variables });
}
