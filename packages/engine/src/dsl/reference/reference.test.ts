import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionTable } from '../../expression/functions/table.ts';
import { errorCodes } from '../../terms/index.ts';
import { declarationOf } from '../declaration.ts';
import { documents } from '../documents.ts';
import { scopes } from '../field.ts';
import { methodSpec } from '../spec/method.ts';
import { configReference } from './config.ts';
import { errorReference } from './errors.ts';
import { functionReference } from './functions.ts';

const page = configReference();

test('every document and every key of it is on the page', () => {
  for (const [kind, spec] of Object.entries(documents)) {
    assert.ok(page.includes(`\n## ${kind}\n`), kind);
    const { shape } = declarationOf(spec);
    if (shape.kind === 'object') for (const key of shape.keys.keys()) assert.match(page, new RegExp(`\`${key}\``));
  }
  const { shape } = declarationOf(methodSpec);
  assert.ok(shape.kind === 'object');
  for (const key of shape.keys.keys()) assert.ok(page.includes(`| \`${key}\` |`), key);
});

test('defaults, examples, other names, scopes and secrets are told', () => {
  assert.match(page, /\| `method` \| `get`, `post`.*Default: `get`\./);
  assert.match(page, /`config\.page_size_param`.*Example: `limit`\..*Also written `limit_key`, `limit_param`\./);
  assert.match(page, /`error_expression`.*Sees \[response\]\(#scope-response\)/);
  assert.match(page, /`config\.client_secret`.*Secret: sealed at rest/);
  for (const name of Object.keys(scopes)) assert.ok(page.includes(`<a id="scope-${name.toLowerCase()}"></a>`), name);
});

test('every link on the page leads to a place on the page, and no place is there twice', () => {
  const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
  assert.equal(new Set(anchors).size, anchors.length);
  for (const [, target] of page.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.includes(target), target);
});

test('every error code and every function has its row', () => {
  const errors = errorReference();
  for (const code of Object.keys(errorCodes)) assert.ok(errors.includes(`| \`${code}\` |`), code);
  const functions = functionReference();
  for (const name of Object.keys(functionTable)) assert.ok(functions.includes(`| \`$${name}\` |`), name);
});
