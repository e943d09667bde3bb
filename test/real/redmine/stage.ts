/** What a check stands on: a real Redmine, Sluice beside it, accounts, and the ways to ask both. */
import assert from 'node:assert/strict';
import { call, walk, type Answer, type Body, type Call } from '../../support/client.ts';
import type { House } from '../../support/house.ts';
import type { Redmine } from './instance.ts';

export interface Stage {
  readonly redmine: Redmine;
  readonly house: House;
  /** Accounts with the right key: over JSON and over XML. */
  readonly json: string;
  readonly xml: string;
  connect(context: Readonly<Record<string, string>>): Promise<string>;
}

/** Resolves with what was seen, for the table; rejects where it is not what it should be. */
export type Check = readonly [name: string, run: (stage: Stage) => Promise<string>];

export const seeded = 250;

export const tickets = ({ house }: Stage, account: string, rest = '', options: Call = {}): Promise<Answer> =>
  call(house, address('/unified/ticketing/tickets', account, rest), options);

export const list = ({ house }: Stage, account: string, rest = '', limit = 100): Promise<Body[]> =>
  walk(house, address('/unified/ticketing/tickets', account, rest), { limit });

export const proxy = ({ house }: Stage, account: string, rest: string, options: Call = {}): Promise<Answer> =>
  call(house, address('/proxy', account, rest), options);

export function address(path: string, account: string, rest: string): string {
  const [below = '', query] = rest.split('?');
  return `${path}${below}?integrated_account_id=${account}${query === undefined ? '' : `&${query}`}`;
}

export function expect({ status, body }: Answer, wanted: number): Body {
  assert.equal(status, wanted, JSON.stringify(body).slice(0, 500));
  return body;
}

export const numbersOf = (records: readonly Body[]): number[] => records.map((record) => Number(record['id']));
export const counted = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n);

export async function issueOf({ redmine }: Stage, id: string): Promise<Body> {
  const { status, body } = await redmine.ask(`/issues/${id}.json`);
  assert.equal(status, 200);
  return body['issue'];
}

/** Creates, changes and deletes one ticket; Redmine is asked after each step. */
export async function writeOne(stage: Stage, account: string): Promise<string> {
  const body = {
    name: 'By hand & <b> 日本語',
    description: 'First line',
    collections: [{ id: '1', type: 'project' }],
    priority: 'high',
    type: 'feature',
    assignees: [{ id: (await someone(stage)).toString() }],
    due_date: '2027-01-01',
    custom_fields: { '1': 'SN-new' },
  };
  const made = expect(await tickets(stage, account, '', { body }), 200);
  const id: string = made['id'];
  const held = await issueOf(stage, id);
  assert.deepEqual(
    [
      held['subject'],
      held['priority']['name'],
      held['tracker']['name'],
      held['due_date'],
      held['custom_fields'][0]['value'],
    ],
    [body.name, 'High', 'Feature', body.due_date, 'SN-new'],
  );
  const patch = { status: 'closed', assignees: [], due_date: null };
  const changed = expect(await tickets(stage, account, `/${id}`, { method: 'PATCH', body: patch }), 200);
  assert.deepEqual(
    [changed['status'], changed['assignees'], changed['due_date'], changed['name']],
    ['closed', [], null, body.name],
  );
  assert.equal((await issueOf(stage, id))['status']['is_closed'], true);
  expect(await tickets(stage, account, `/${id}`, { method: 'DELETE' }), 200);
  expect(await tickets(stage, account, `/${id}`), 404);
  return `issue ${id} was made, closed and deleted`;
}

async function someone({ redmine }: Stage): Promise<number> {
  const { body } = await redmine.ask('/users.json?name=mira');
  return (body as Body)['users'][0]['id'];
}
