/**
 * Reads the declarations of `spec/`: the one place that looks inside zod. Aliases, lint, reference and redaction all see
 * the language through these shapes; none of them knows a field by name.
 */
import type { z } from 'zod';
import type { FieldMeta } from './field.ts';
import type { Path } from './finding.ts';
import { treeAt, type Tree } from './tree.ts';

export type Shape =
  | { readonly kind: 'object'; readonly keys: ReadonlyMap<string, z.ZodType> }
  | { readonly kind: 'record'; readonly key: z.ZodType; readonly value: z.ZodType }
  | { readonly kind: 'list'; readonly item: z.ZodType }
  /** `by` names the key whose value chooses the option; null where the kind of value does. */
  | { readonly kind: 'choice'; readonly by: string | null; readonly options: readonly z.ZodType[] }
  | { readonly kind: 'values'; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: 'scalar'; readonly type: 'string' | 'number' | 'boolean' | 'null' }
  /** Any JSON: nothing inside is declared. */
  | { readonly kind: 'any' };

export interface Declaration {
  /** Stays the same object however often a spec is used: declarations with equal identity are one section. */
  readonly identity: object;
  readonly meta: Partial<FieldMeta>;
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  readonly shape: Shape;
}

const known = new WeakMap<z.ZodType, Declaration>();

export function declarationOf(schema: z.ZodType): Declaration {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const declared = read(schema);
  known.set(schema, declared);
  return declared;
}

function read(schema: z.ZodType): Declaration {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod;
  const own = (schema.meta() ?? {}) as Partial<FieldMeta>;
  if (def.type === 'optional' || def.type === 'nullable') {
    const inner = declarationOf(def.innerType as z.ZodType);
    const isOptional = inner.isOptional || def.type === 'optional';
    return {
      ...inner,
      meta: { ...inner.meta, ...own },
      isOptional,
      isNullable: inner.isNullable || def.type === 'nullable',
    };
  }
  return { identity: def, meta: own, isOptional: false, isNullable: false, shape: shapeOf(def) };
}

function shapeOf(def: z.core.$ZodTypes['_zod']['def']): Shape {
  switch (def.type) {
    case 'object':
      return { kind: 'object', keys: new Map(Object.entries(def.shape as Record<string, z.ZodType>)) };
    case 'record':
      return { kind: 'record', key: def.keyType as unknown as z.ZodType, value: def.valueType as z.ZodType };
    case 'array':
      return { kind: 'list', item: def.element as z.ZodType };
    case 'union':
      return {
        kind: 'choice',
        by: 'discriminator' in def ? String(def.discriminator) : null,
        options: def.options as readonly z.ZodType[],
      };
    case 'enum':
      return { kind: 'values', values: Object.values(def.entries) };
    case 'literal':
      return { kind: 'values', values: def.values as readonly (string | number | boolean | null)[] };
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { kind: 'scalar', type: def.type };
    default:
      return { kind: 'any' };
  }
}

/** Words the choosing key may have. */
export function choicesOf(shape: Extract<Shape, { kind: 'choice' }>): readonly string[] {
  return shape.options.flatMap((option) => (shape.by === null ? [] : discriminators(option, shape.by)).map(String));
}

function discriminators(option: z.ZodType, by: string): readonly unknown[] {
  const { shape } = declarationOf(option);
  const key = shape.kind === 'object' ? shape.keys.get(by) : undefined;
  const values = key === undefined ? null : declarationOf(key).shape;
  return values?.kind === 'values' ? values.values : [];
}

/** The option of a choice that a value was written for; null when it cannot be told. */
export function optionFor(shape: Extract<Shape, { kind: 'choice' }>, tree: Tree | undefined): z.ZodType | null {
  if (tree === undefined) return null;
  if (shape.by === null) return shape.options.find((option) => fits(option, tree)) ?? null;
  const word = tree.kind === 'map' ? treeAt(tree, [shape.by]) : undefined;
  if (word?.kind !== 'scalar') return null;
  return shape.options.find((option) => discriminators(option, shape.by!).includes(word.value)) ?? null;
}

function fits(schema: z.ZodType, tree: Tree): boolean {
  const { shape, isNullable } = declarationOf(schema);
  if (shape.kind === 'any') return true;
  if (shape.kind === 'choice') return shape.options.some((option) => fits(option, tree));
  if (tree.kind === 'map') return shape.kind === 'object' || shape.kind === 'record';
  if (tree.kind === 'list') return shape.kind === 'list';
  if (tree.value === null) return isNullable || (shape.kind === 'scalar' && shape.type === 'null');
  if (shape.kind === 'values') return shape.values.includes(tree.value);
  return shape.kind === 'scalar' && shape.type === typeof tree.value;
}

/** One step inwards: the declarations a key or list position may have. Several where a choice is open. */
export function inside(schema: z.ZodType, tree: Tree | undefined, segment: string | number): readonly z.ZodType[] {
  const { shape } = declarationOf(schema);
  switch (shape.kind) {
    case 'object': {
      const key = shape.keys.get(String(segment));
      return key === undefined ? [] : [key];
    }
    case 'record':
      return [shape.value];
    case 'list':
      return [shape.item];
    case 'choice': {
      const chosen = optionFor(shape, tree);
      const options = chosen === null ? shape.options : [chosen];
      return options.flatMap((option) => inside(option, tree, segment));
    }
    default:
      return [];
  }
}

/** What is declared at a path of a document; null where nothing is. */
export function declarationAt(schema: z.ZodType, tree: Tree, path: Path): Declaration | null {
  let current: z.ZodType | undefined = schema;
  for (const [index, segment] of path.entries()) {
    current = current === undefined ? undefined : inside(current, treeAt(tree, path.slice(0, index)), segment)[0];
  }
  return current === undefined ? null : declarationOf(current);
}

/** The declared keys of a map at this place, those of all options where a choice is open. */
export function declaredKeys(schema: z.ZodType, tree: Tree | undefined): readonly (readonly [string, z.ZodType])[] {
  const { shape } = declarationOf(schema);
  if (shape.kind === 'object') return [...shape.keys];
  if (shape.kind !== 'choice') return [];
  const chosen = optionFor(shape, tree);
  return (chosen === null ? shape.options : [chosen]).flatMap((option) => declaredKeys(option, tree));
}
