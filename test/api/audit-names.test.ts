import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { exportAuditEvents, listAuditEvents } from '../../src/features/audit-log/contract.ts';
import { withoutEnd, writeEvents } from '../support/audit.ts';
import { problemOf } from '../support/client.ts';
import { newPerson, newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

const search = (path: string, query: Record<string, string>) =>
  `${path}?${String(new URLSearchParams(query))}`;

test('the trail is looked through by the address of a person, and names them', async () => {
  const [admin, person] = [await newStaff(), await newPerson()];
  await writeEvents(database, 3, { actorId: person.id });
  for (const actor of [person.id, person.email, ` ${person.email.toUpperCase()} `]) {
    const answer = await admin.client.get(search(listAuditEvents.path, { actor }));
    const { events, people } = listAuditEvents.view.parse(answer.body);
    expect(events).toHaveLength(3);
    expect(people).toEqual({ [person.id]: person.email });
  }
  const nobody = `${randomUUID()}@example.com`;
  const none = await admin.client.get(search(listAuditEvents.path, { target: nobody }));
  expect(none.body).toMatchObject({ events: [], people: {} });
  for (const actor of ['anna', 'anna@', person.id.slice(1)]) {
    const answer = await admin.client.get(search(listAuditEvents.path, { actor }));
    expect(problemOf(answer)).toMatchObject({
      status: 400,
      fields: [{ path: 'actor', message: 'Send a whole id, or a whole e-mail address.' }],
    });
  }
});

test('an export by address has the rows of the person, and the trail records the id alone', async () => {
  const [admin, person] = [await newStaff(), await newPerson()];
  await writeEvents(database, 2, { actorId: person.id });
  const nobody = `${randomUUID()}@example.com`;
  const counts = [];
  for (const actor of [person.email, nobody]) {
    const path = search(exportAuditEvents.path, { format: 'ndjson', actor, outcome: 'success' });
    const { status, body } = await admin.client.get(path);
    expect(status).toBe(200);
    const text = withoutEnd(String(body['text']));
    counts.push(text.split('\n').length - 1);
    expect(text).not.toContain('@example.com');
  }
  expect(counts).toEqual([2, 0]);
  const records = await database.rows(
    `select metadata -> 'filter' as filter from security_audit_logs
     where actor_id = $1 and action = 'audit.exported' order by seq`,
    [admin.id],
  );
  expect(records).toEqual([
    { filter: { actor: person.id, outcome: 'success' } },
    { filter: { actor: null, outcome: 'success' } },
  ]);
});
