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

const refused: Record<string, object[]> = {
  'an unknown dependency': [{ ...tickets, depends_on: 'users' }],
  'a circle': [{ ...tickets, depends_on: 'ticketing/comments' }, comments],
  'a name used twice': [tickets, tickets],
  'records of a resource it does not depend on': [tickets, { ...comments, depends_on: undefined }],
  'an unknown key': [{ ...tickets, loop: true }],
};
for (const [what, resources] of Object.entries(refused)) {
  test(`${what} is refused before anything is sent`, () => {
    assert.throws(() => readBatch({ resources }), { code: 'request.invalid_body' });
  });
}
