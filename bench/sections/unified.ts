/** A unified list of 100 contacts with remote_data, for two mappings: Sluice against the hand-written handler. */
import assert from 'node:assert/strict';
import type { Caller } from '../load.ts';
import { measureRounds, ratioOf, spreadOf } from '../measure.ts';
import { ratioText, usText } from '../report.ts';
import { callHouse, callOrigin, profiled, roundsOf, type Bench, type Row, type Section } from './section.ts';

interface Mapping {
  readonly name: string;
  readonly account: 'hubspot' | 'salesforce';
  readonly path: string;
  /** Goal once expressions are compiled; not reachable with the reference engine. */
  readonly totalGoal: number;
}

const mappings: readonly Mapping[] = [
  { name: 'HubSpot', account: 'hubspot', path: '/hubspot/contacts?limit=100', totalGoal: 1.3 },
  { name: 'Salesforce', account: 'salesforce', path: '/salesforce/contacts?limit=100', totalGoal: 1.6 },
];
const LEAN_GOAL = 1.3;

export async function benchUnified(bench: Bench): Promise<Section> {
  const rows: Row[] = [];
  const numbers: Record<string, unknown> = {};
  for (const mapping of mappings) {
    const section = await benchMapping(bench, mapping);
    rows.push(...section.rows);
    Object.assign(numbers, section.numbers);
  }
  return { rows, numbers };
}

async function benchMapping(bench: Bench, { name, account, path, totalGoal }: Mapping): Promise<Section> {
  const pathAt = (id: string): string => `/unified/crm/contacts?integrated_account_id=${id}&limit=100`;
  const sluice = callHouse(bench.sluice, pathAt(bench.sluice.accounts[account]!));
  const lean = callHouse(bench.lean, pathAt(bench.lean.accounts[account]!));
  const byHand = callOrigin(bench, bench.handwritten.origin, path);
  await assertSame({ sluice, lean, byHand });
  const passedOnBefore = (await bench.lean.process.ask('read')).standIn!.passedOn;

  const calls = 80;
  const subjects = [
    { name: 'sluice', process: bench.sluice.process, caller: sluice, calls: 8 },
    { name: 'handwritten', process: bench.handwritten.process, caller: byHand, calls },
    { name: 'lean', process: bench.lean.process, caller: lean, calls },
  ];
  const found = await measureRounds(subjects, roundsOf(bench));
  const { standIn } = await bench.lean.process.ask('read');
  assert.equal(standIn!.passedOn, passedOnBefore, 'the stand-in left expressions to the real engine');
  await profiled(bench, { process: bench.lean.process, name: `unified-${account}-lean` }, () => lean.send(5 * calls));
  await profiled(bench, { process: bench.handwritten.process, name: `handwritten-${account}` }, () =>
    byHand.send(5 * calls),
  );
  await Promise.all([sluice.close(), lean.close(), byHand.close()]);

  const cpuUs = (subject: string) => spreadOf(found.get(subject)!);
  const total = ratioOf(found.get('sluice')!, found.get('handwritten')!);
  const withoutExpressions = ratioOf(found.get('lean')!, found.get('handwritten')!);
  const what = `unified list of 100 contacts, ${name}`;
  return {
    rows: [
      { what: `${what}: hand-written handler`, found: usText(cpuUs('handwritten')), goal: '', isMet: null },
      { what: `${what}: Sluice`, found: usText(cpuUs('sluice')), goal: '', isMet: null },
      {
        what: `${what}: total ratio`,
        found: ratioText(total),
        goal: `${totalGoal}x with the compiled engine`,
        isMet: null,
      },
      { what: `${what}: Sluice without expressions`, found: usText(cpuUs('lean')), goal: '', isMet: null },
      {
        what: `${what}: ratio without expressions`,
        found: ratioText(withoutExpressions),
        goal: `${LEAN_GOAL}x`,
        isMet: withoutExpressions.median <= LEAN_GOAL,
      },
    ],
    numbers: {
      [`unified_${account}`]: { cpu_us: Object.fromEntries(found), total, without_expressions: withoutExpressions },
    },
  };
}

/** All three must answer the same records, or their costs would not compare. */
async function assertSame({ sluice, lean, byHand }: Record<'sluice' | 'lean' | 'byHand', Caller>): Promise<void> {
  const [expected, real, replaced] = await Promise.all([byHand.once(), sluice.once(), lean.once()]);
  const recordsOf = (answer: unknown): unknown => (answer as { result: unknown }).result;
  assert.deepEqual(recordsOf(real), recordsOf(expected), 'Sluice and the hand-written handler differ');
  assert.deepEqual(recordsOf(replaced), recordsOf(expected), 'the stand-in and the hand-written handler differ');
}
