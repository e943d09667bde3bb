import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBatch } from './batch-shape.ts';

const tickets = { resource: 'ticketing/tickets', method: 'list' };
const comments = {
  resource: 'ticketing/comments',
  query: { ticket_id: '{{ resources.ticketing.tickets.id }}' },
  depends_on: 'ticketing/tickets',
};

test('parents come before children, whatever the order given', () => {
  const { nodes } = readBatch({ resources: [comments, { ...tickets, name: 'all' }] });
  assert.deepEqual(
    nodes.map(({ name }) => name),
    ['all', 'ticketing/comments'],
  );
  assert.deepEqual(nodes[1]!.forEach, { name: 'all', resource: 'ticketing/tickets' });
  assert.equal(nodes[0]!.forEach, null);
});

test('of two nodes of one resource the child goes through the one it depends on', () => {
  const named = { ...comments, depends_on: 'open' };
  const { nodes } = readBatch({
    resources: [{ ...tickets, name: 'made', method: 'create' }, { ...tickets, name: 'open' }, named],
  });
  assert.deepEqual(nodes.at(-1)!.forEach, { name: 'open', resource: 'ticketing/tickets' });
});

test('a dependency is a name before it is a resource', () => {
  const { nodes } = readBatch({ resources: [{ ...tickets, name: 'made' }, tickets, comments] });
  assert.equal(nodes.at(-1)!.forEach!.name, 'ticketing/tickets');
});

const refused: Record<string, object[]> = {
  'an unknown dependency': [{ ...tickets, depends_on: 'users' }],
  'a circle': [{ ...tickets, depends_on: 'ticketing/comments' }, comments],
  'a name used twice': [tickets, tickets],
  'records of a resource it does not depend on': [tickets, { ...comments, depends_on: undefined }],
  'records of two nodes of one resource': [
    tickets,
    { ...tickets, name: 'more' },
    { ...comments, depends_on: ['more', 'ticketing/tickets'] },
  ],
  'an unknown key': [{ ...tickets, loop: true }],
};
for (const [what, resources] of Object.entries(refused)) {
  test(`${what} is refused before anything is sent`, () => {
    assert.throws(() => readBatch({ resources }), { code: 'request.invalid_body' });
  });
}
