/**
 * What Sluice adds to the time of a proxy call while 64 callers work with a provider that takes 100 ms, as providers do.
 * Each thinks for up to 50 ms between calls, or all would march in step. Through Sluice and straight to the provider in
 * turns; the difference of the quantiles is what is added.
 */
import { quantile, spreadOf } from '../measure.ts';
import type { Crowd, Load } from '../load.ts';
import { msText } from '../report.ts';
import { callHouse, callOrigin, type Bench, type Section } from './section.ts';

const crowd: Crowd = { callers: 64, thinkMs: 50 };
const P50_GOAL_MS = 1;
const P99_GOAL_MS = 10;

export async function benchLatency(bench: Bench): Promise<Section> {
  const account = `integrated_account_id=${bench.sluice.accounts['slow_hubspot']}`;
  const through = callHouse(bench.sluice, `/proxy/contacts/51002?${account}`, crowd);
  const straight = callOrigin(bench, bench.providerOrigin, '/slow/hub/crm/v3/objects/contacts/51002', crowd);
  const rounds = bench.isQuick ? 3 : 7;
  const count = bench.isQuick ? 20 * crowd.callers : 40 * crowd.callers;
  const added: Record<'p50' | 'p99', number[]> = { p50: [], p99: [] };
  let callsPerSecond = 0;
  await through.send(4 * crowd.callers);
  await straight.send(4 * crowd.callers);
  for (let round = 0; round < rounds; round += 1) {
    const direct = quantilesOf(await straight.send(count));
    const load = await through.send(count);
    const found = quantilesOf(load);
    callsPerSecond = count / load.seconds;
    added.p50.push(found.p50 - direct.p50);
    added.p99.push(found.p99 - direct.p99);
  }
  await Promise.all([through.close(), straight.close()]);
  const p50 = spreadOf(added.p50);
  const p99 = spreadOf(added.p99);
  const what = `proxy call, ${crowd.callers} callers, ${Math.round(callsPerSecond)} calls/s: added`;
  return {
    rows: [
      { what: `${what} p50`, found: msText(p50), goal: `< ${P50_GOAL_MS} ms`, isMet: p50.median < P50_GOAL_MS },
      { what: `${what} p99`, found: msText(p99), goal: `< ${P99_GOAL_MS} ms`, isMet: p99.median < P99_GOAL_MS },
    ],
    numbers: { latency: { callers: crowd.callers, calls_per_second: callsPerSecond, added_ms: { p50, p99 } } },
  };
}

function quantilesOf({ latenciesMs }: Load): { p50: number; p99: number } {
  const sorted = latenciesMs.toSorted();
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}
