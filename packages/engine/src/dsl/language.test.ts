import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageVersion, migrations } from './language.ts';

test('there is one migration for every version after the first, in order', () => {
  assert.deepEqual(
    migrations.map(({ to }) => to),
    Array.from({ length: languageVersion - 1 }, (_, index) => index + 2),
  );
});
