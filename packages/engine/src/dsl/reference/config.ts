/** The page of the config language: every document, key, type, default, example and what an expression in it sees. */
import type { z } from 'zod';
import { publishedKeysOf } from '../aliases/published.ts';
import { declarationOf, type Declaration } from '../declaration.ts';
import { documents, type DocumentKind } from '../documents.ts';
import { scopes } from '../field.ts';
import { languageVersion } from '../language.ts';
import { code, generatedNote, page, table } from './markdown.ts';
import { typeOf } from './types.ts';

const files: Readonly<Record<DocumentKind, string>> = {
  integration: "`catalog/integrations/<slug>/integration.yaml`: one provider's API, described.",
  mapping:
    "`catalog/integrations/<slug>/mappings/<model>.yaml`: that provider's resources in the words of one unified model.",
  model: '`catalog/models/<model>/<resource>.yaml`: one resource of a unified model.',
  types: '`catalog/models/types.yaml`: shapes that models share, each a JSON Schema.',
  simulation: '`catalog/integrations/<slug>/simulation.yaml`: what the simulator needs beyond the integration.',
  cases: '`catalog/integrations/<slug>/cases/*.yaml`: calls, recorded-shape answers, and what must come out.',
};

/** A map with a table of its own: the value of a name, an item of a list, one option of a choice. */
interface Section {
  readonly title: string;
  readonly anchor: string;
  readonly schema: z.ZodType;
  /** The maps right inside one option of a choice (its `config`) are printed in its own table. */
  readonly isOption: boolean;
}

export function configReference(): string {
  const seen = new Map<object, Section>();
  const bodies = (Object.keys(documents) as DocumentKind[]).map((kind) => documentPage(kind, seen));
  return page([
    '# The config language',
    generatedNote,
    `Version ${languageVersion} of the language. Fields are there since 0.1.0 unless they say otherwise. Keys in **bold** are required. Other names in published use are accepted and turned into the name shown here.`,
    ...bodies,
    templatesPage(),
    scopesPage(),
  ]);
}

function documentPage(kind: DocumentKind, seen: Map<object, Section>): string {
  const queue: Section[] = [];
  const parts = [`## ${kind}`, files[kind]];
  const root = declarationOf(documents[kind]);
  if (root.shape.kind === 'object')
    parts.push(sectionTable({ schema: documents[kind], title: kind, anchor: kind, isOption: false }, { seen, queue }));
  else parts.push(`A ${typeOf(documents[kind], linker(kind, { seen, queue }))}.`);
  for (let section = queue.shift(); section !== undefined; section = queue.shift()) {
    parts.push(`### <a id="${section.anchor}"></a>${code(section.title)}`, sectionTable(section, { seen, queue }));
  }
  return page(parts).trimEnd();
}

interface Sections {
  readonly seen: Map<object, Section>;
  readonly queue: Section[];
}

/** Links to the table of a map, and puts that table on the page when it is not there yet. */
function linker(path: string, sections: Sections): (schema: z.ZodType) => string | null {
  return (schema) => {
    const { shape } = declarationOf(schema);
    if (shape.kind === 'object') return link(schema, path, sections);
    if (shape.kind !== 'choice' || shape.by === null) return null;
    const options = shape.options.map((option) =>
      link(option, `${path} (${shape.by}: ${wordOf(option, shape.by!)})`, sections, wordOf(option, shape.by!)),
    );
    return `one of, by \`${shape.by}\`: ${options.join(', ')}`;
  };
}

function link(schema: z.ZodType, title: string, { seen, queue }: Sections, word?: string): string {
  const { identity } = declarationOf(schema);
  let section = seen.get(identity);
  if (section === undefined) {
    section = {
      title,
      anchor: title
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, ''),
      schema,
      isOption: word !== undefined,
    };
    seen.set(identity, section);
    queue.push(section);
  }
  return `[${word ?? 'map'}](#${section.anchor})`;
}

function wordOf(option: z.ZodType, by: string): string {
  const { shape } = declarationOf(option);
  const key = shape.kind === 'object' ? shape.keys.get(by) : undefined;
  const values = key === undefined ? undefined : declarationOf(key).shape;
  return values?.kind === 'values' ? values.values.join(', ') : '?';
}

function sectionTable(section: Section, sections: Sections): string {
  const published = Object.entries(publishedKeysOf(declarationOf(section.schema).identity));
  const notes = published.map(
    ([key, { verdict, says }]) =>
      `- ${code(key)} ${verdict === 'refused' ? 'is refused' : verdict === 'ignored' ? 'is left out with a warning' : 'changes nothing'}: ${says}.`,
  );
  const body = table(['key', 'type', 'meaning'], rows(section, '', sections));
  return notes.length === 0
    ? body
    : `${body}\n\nPublished keys without a word of their own here:\n\n${notes.join('\n')}`;
}

function rows(
  { schema, title, anchor, isOption }: Section,
  prefix: string,
  sections: Sections,
): readonly (readonly string[])[] {
  const { shape } = declarationOf(schema);
  if (shape.kind !== 'object') return [];
  return [...shape.keys].flatMap(([key, inner]) => {
    const declaration = declarationOf(inner);
    const name = `${prefix}${key}`;
    const isInline = isOption && declaration.shape.kind === 'object';
    const linkTo = isInline ? () => null : linker(placeOf(`${title}.${name}`, declaration), sections);
    const head = declaration.isOptional ? code(name) : `**${code(name)}**`;
    const row = [head, typeOf(inner, linkTo), meaningOf(declaration)];
    return isInline ? [row, ...rows({ schema: inner, title, anchor, isOption }, `${name}.`, sections)] : [row];
  });
}

/** `integration.resources.<name>.<name>` for maps in maps, `[]` for items. */
function placeOf(path: string, { shape }: Declaration): string {
  if (shape.kind === 'record') return placeOf(`${path}.<name>`, declarationOf(shape.value));
  if (shape.kind === 'list') return placeOf(`${path}[]`, declarationOf(shape.item));
  return path;
}

function meaningOf({ meta }: Declaration): string {
  const parts = [
    meta.description ?? '',
    meta.default === undefined ? '' : `Default: ${code(meta.default)}.`,
    meta.example === undefined ? '' : `Example: ${code(meta.example)}.`,
    meta.kind === 'expression' && meta.sees !== undefined
      ? `Sees [${meta.sees}](#scope-${meta.sees.toLowerCase()}).`
      : '',
    meta.secret === true ? 'Secret: sealed at rest, masked on read.' : '',
    meta.aliases === undefined || meta.aliases.length === 0 ? '' : `Also written ${meta.aliases.map(code).join(', ')}.`,
    meta.since === undefined ? '' : `Since ${meta.since}.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const placeholders: readonly (readonly string[])[] = [
  ['`{{path}}`', 'The value at a dotted path. Alone in its text it keeps its type; inside other text it is text.'],
  ['`{{a|b}}`', 'The first of them that has a value.'],
  ['`{{a?:open}}`', 'The text behind `?:` where there is no value.'],
  ['`{{a:int}}`', 'Cast: `:str`, `:int`, `:num`, `:bool`, `:json` (text is parsed), `:any`.'],
  [
    '`{{a:undefined}}`',
    'Left out with its key where there is no value; `:null` sends null. Without either a missing value is `template.unresolved` and nothing is sent.',
  ],
  ['`{{a:int:undefined}}`', 'Casts combine. `:ignore-empty-str` takes an empty text for no value.'],
  [
    '`$merge: "{{body:json}}"`',
    'As a key of an object: an object, or a list of them, deep-merged into the one it stands in. Also written `$truto_merge`.',
  ],
];

function templatesPage(): string {
  return page(['## Templates', table(['written', 'means'], placeholders)]).trimEnd();
}

function scopesPage(): string {
  const names = Object.entries(scopes).map(([name, variables]) => [
    `<a id="scope-${name.toLowerCase()}"></a>${name}`,
    variables.map(code).join(', '),
  ]);
  return page([
    '## What expressions see',
    "An expression that reads another name is a lint error. Templates see the `request` scope, and the account's context and credentials bare as well.",
    table(['scope', 'variables'], names),
  ]).trimEnd();
}
