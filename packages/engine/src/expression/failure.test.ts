import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SluiceError, type Place } from '../terms/index.ts';
import { compileExpression } from './expression.ts';

const place: Place = {
  level: 'environment',
  source: 'environment override',
  field: 'crm.contacts.list.response_mapping',
};
const run = { nowMs: 0, random: () => 0 };
/** Stands for customer data: it must never show up in an error. */
const SECRET = 'ann.secret@example.com';
const input = { response: { Id: SECRET, Phone: null, Amount: SECRET, n: 1, list: [SECRET, 1] }, '': SECRET };

async function failureOf(text: string): Promise<SluiceError> {
  try {
    await compileExpression(text, place).evaluate(input, run);
  } catch (error) {
    assert.ok(error instanceof SluiceError, String(error));
    return error;
  }
  return assert.fail(`${text} does not fail`);
}

interface Details {
  readonly jsonata_code: string | null;
  readonly line: number;
  readonly column: number;
}

const failures: [text: string, at: string, message: RegExp][] = [
  ['$lowercase(response.Phone)', 'T0410 1:1', /`response\.Phone` is null here, which `\$lowercase` cannot take/],
  ['response.{\n  "a": Phone.$lowercase()\n}', 'T0411 2:14', /`Phone` is null here/],
  ['response.n + response.Amount', 'T2002 1:12', /`response\.Amount` is a string here, and `\+` needs a number/],
  ['$number(response.Id)', 'D3030 1:1', /`response\.Id` is a string here/],
  ['-response.Id', 'D1002 1:1', /`response\.Id` is a string here/],
  ['$sum(response.list)', 'T0412 1:1', /`response\.list` is a list here/],
  ['lowercase(response.Id)', 'T1005 1:1', /Did you mean `\$lowercase`/],
  ['$lowercas(response.Id)', 'T1006 1:1', /`\$lowercas` is not a function here/],
  ['response.Id.toISO()', 'T1006 1:12', /`\.toISO` is not a function here/],
  ['response.n < response.Id', 'T2009 1:12', /The two sides of `<` are of different kinds/],
  ['$toMillis(response.Id)', 'D3110 1:1', /ISO 8601/],
  ['{ response.n: 1 }', 'T1003 1:1', /A key of an object is not a string/],
  ['$error("no " & response.Id)', 'D3137 1:1', /raised an error/],
  ['$error("no such stage")', 'D3137 1:1', /no such stage/],
  ['$jsonParse(response.Id)', 'SLUICE 1:1', /`\$jsonParse`: the text is not valid JSON/],
  ['$dtFromIso("2024-01-01").explode()', 'SLUICE 1:25', /`\.explode`: there is no method `explode` here/],
  ['$dtFromIso(response.n)', 'SLUICE 1:1', /not a text/],
];

describe('failures say where and why, and never what', () => {
  for (const [text, at, message] of failures) {
    test(text, async () => {
      const error = await failureOf(text);
      assert.equal(error.code, 'expression.failed');
      const { jsonata_code, line, column, ...rest } = error.details as Details;
      assert.equal(`${jsonata_code} ${line}:${column}`, at);
      assert.deepEqual(rest, { ...place, expression: text });
      assert.match(error.message, message);
      assert.match(error.message, /crm\.contacts\.list\.response_mapping of environment override, environment level/);
      const everything = JSON.stringify([error.message, error.details, error.detail, error.stack, String(error.cause)]);
      assert.equal(everything.includes(SECRET), false, everything);
    });
  }

  test('a record that looks like a function does no harm', async () => {
    const record = { response: { _jsonata_lambda: true, thunk: true, body: { procedure: 1 }, name: SECRET } };
    const result = compileExpression('$map([response], function($r) { $r })', place).evaluate(record, run);
    await assert.rejects(
      Promise.resolve(result),
      (error) => error instanceof SluiceError && !error.message.includes(SECRET),
    );
  });
});

describe('syntax errors say where', () => {
  const broken: [text: string, at: string][] = [
    ['response.{"a": b', 'S0203 1:16'],
    ['(\n  response.id;\n  foo bar\n)', 'S0202 3:7'],
    ['"abc', 'S0101 1:4'],
    ['a.1', 'S0213 1:3'],
    ['$x := ', 'S0207 1:6'],
    ['', 'S0207 1:1'],
  ];
  for (const [text, at] of broken) {
    test(JSON.stringify(text), () => {
      assert.throws(
        () => compileExpression(text, place),
        (error) => {
          assert.ok(error instanceof SluiceError);
          assert.equal(error.code, 'expression.syntax');
          const { jsonata_code, line, column } = error.details as Details;
          assert.equal(`${jsonata_code} ${line}:${column}`, at);
          return true;
        },
      );
    });
  }
});
