/** Proxy calls, one record and a list of 100: Sluice against bare node:http with an undici Pool, which reads no body. */
import { measureRounds, ratioOf, spreadOf } from '../measure.ts';
import { ratioText, usText } from '../report.ts';
import { callHouse, callOrigin, profiled, roundsOf, type Bench, type Section } from './section.ts';

const GOAL = 1.6;

interface Kind {
  readonly name: string;
  readonly label: string;
  readonly path: string;
  readonly barePath: string;
  readonly calls: number;
}

export async function benchProxy(bench: Bench): Promise<Section> {
  const one = await benchKind(bench, {
    name: 'proxy_get',
    label: 'proxy call, one record (1 KB)',
    path: '/proxy/contacts/51002',
    barePath: '/hub/crm/v3/objects/contacts/51002',
    calls: 400,
  });
  const list = await benchKind(bench, {
    name: 'proxy_list',
    label: 'proxy call, list of 100 (parsed, paged, put into the envelope; bare passes bytes)',
    path: '/proxy/contacts?limit=100',
    barePath: '/hub/crm/v3/objects/contacts?limit=100',
    calls: 100,
  });
  return { rows: [...one.rows, ...list.rows], numbers: { ...one.numbers, ...list.numbers } };
}

async function benchKind(bench: Bench, { name, label, path, barePath, calls }: Kind): Promise<Section> {
  const account = `integrated_account_id=${bench.sluice.accounts['hubspot']}`;
  const sluice = callHouse(bench.sluice, `${path}${path.includes('?') ? '&' : '?'}${account}`);
  const bare = callOrigin(bench, bench.bare.origin, barePath);
  const subjects = [
    { name: 'sluice', process: bench.sluice.process, caller: sluice, calls },
    { name: 'bare', process: bench.bare.process, caller: bare, calls },
  ];
  const found = await measureRounds(subjects, roundsOf(bench));
  await profiled(bench, { process: bench.sluice.process, name: name.replace('_', '-') }, () => sluice.send(50 * calls));
  await profiled(bench, { process: bench.bare.process, name: `bare-${name.replace('_', '-')}` }, () =>
    bare.send(50 * calls),
  );
  await Promise.all([sluice.close(), bare.close()]);
  const ratio = ratioOf(found.get('sluice')!, found.get('bare')!);
  const isPromised = name === 'proxy_get';
  return {
    rows: [
      { what: `${label}: bare`, found: usText(spreadOf(found.get('bare')!)), goal: '', isMet: null },
      { what: `${label}: Sluice`, found: usText(spreadOf(found.get('sluice')!)), goal: '', isMet: null },
      {
        what: `${label}: ratio`,
        found: ratioText(ratio),
        goal: isPromised ? `${GOAL}x` : '',
        isMet: isPromised ? ratio.median <= GOAL : null,
      },
    ],
    numbers: { [name]: { cpu_us: Object.fromEntries(found), ratio } },
  };
}
