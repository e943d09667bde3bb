/** Memory of the server process alone: idle, with and without the demo's simulator in it, and after many calls. */
import { setTimeout as pause } from 'node:timers/promises';
import { openHouse, type House } from '../house.ts';
import { mbText } from '../report.ts';
import { callHouse, type Bench, type Row, type Section } from './section.ts';

const SETTLE_MS = 3_000;
const IDLE_GOAL_MB = 150;
/** What nine tenths of the calls may add to what is kept after a garbage collection. */
const GROWTH_GOAL_MB = 5;
const MB = 1024 * 1024;

const rssMb = async ({ process }: House): Promise<number> => (await process.ask('read')).rssBytes / MB;

/** Call before anything else is asked of the house. */
export async function benchIdle(house: House, providerHost: string): Promise<Section> {
  const demo = await openHouse({ name: 'sluice with the demo', providerHost, isDemo: true });
  await pause(SETTLE_MS);
  const withDemo = await rssMb(demo);
  await demo.close();
  const alone = await rssMb(house);
  return {
    rows: [
      {
        what: 'memory idle, server process',
        found: mbText(alone),
        goal: `< ${IDLE_GOAL_MB} MB`,
        isMet: alone < IDLE_GOAL_MB,
      },
      { what: 'memory idle, with the simulator in the process (demo)', found: mbText(withDemo), goal: '', isMet: null },
    ],
    numbers: { idle_mb: { alone, with_demo: withDemo } },
  };
}

/** Of 1,000 calls 900 are proxy calls of one record, 90 unified gets, 10 unified lists of 100. */
export async function benchGrowth(bench: Bench): Promise<Section> {
  const { sluice, isQuick } = bench;
  const account = `integrated_account_id=${sluice.accounts['hubspot']}`;
  const kinds = [
    { caller: callHouse(sluice, `/proxy/contacts/51002?${account}`), share: 900 },
    { caller: callHouse(sluice, `/unified/crm/contacts/51002?${account}`), share: 90 },
    { caller: callHouse(sluice, `/unified/crm/contacts?limit=100&${account}`), share: 10 },
  ];
  const total = isQuick ? 10_000 : 100_000;
  const marks = [total / 10, total / 2, total];
  const rss: Record<number, number> = {};
  const kept: Record<number, number> = {};
  for (let sent = 0; sent < total;) {
    for (const { caller, share } of kinds) await caller.send(share);
    sent += 1000;
    if (!marks.includes(sent)) continue;
    rss[sent] = await rssMb(sluice);
    kept[sent] = (await sluice.process.ask('collect')).heapBytes / MB;
  }
  await Promise.all(kinds.map(({ caller }) => caller.close()));
  const grownMb = kept[total]! - kept[marks[0]!]!;
  const steps = (of: Record<number, number>): string =>
    marks.map((mark) => `${mbText(of[mark]!)} at ${mark / 1000}k`).join(', ');
  const rows: Row[] = [
    {
      what: `memory kept (heap after a collection) over ${total / 1000}k calls`,
      found: steps(kept),
      goal: `flat: < ${GROWTH_GOAL_MB} MB more`,
      isMet: grownMb < GROWTH_GOAL_MB,
    },
    { what: 'the same, resident (with what V8 holds ready)', found: steps(rss), goal: '', isMet: null },
  ];
  return { rows, numbers: { growth_mb: { rss, kept } } };
}
