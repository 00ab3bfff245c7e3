import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { noticeAudit } from '../../src/core/audit/notice-audit.ts';
import { exportEvents } from '../../src/features/audit-log/export-events.ts';
import { listEvents } from '../../src/features/audit-log/list-events.ts';
import type { SignedIn } from '../../src/core/sessions/session.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { insertPerson, onlyThese, useCaseDatabase } from '../support/use-case.ts';

const database = useCaseDatabase();

const client = { traceId: '0'.repeat(32), ip: '192.0.2.1', userAgent: 'test', place: null };

async function insertEvent(actorId: string, targetId: string) {
  await database.rows(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
       target_type, target_id, ip, user_agent, trace_id)
     values (gen_random_uuid(), now(), 'user.locked', 'success', 'user', $1, 'user', $2, '', '', md5('x'))`,
    [actorId, targetId],
  );
}

/** Somebody with these roles, as far as the trail looks at them. */
const signedIn = (roles: readonly string[]) =>
  ({ account: { id: randomUUID(), roles }, session: { id: randomUUID() } }) as unknown as SignedIn;

const admin = signedIn(['ADMIN']);

/** The database, and how many statements it was asked. */
function counting(): { readonly db: Db; readonly asked: () => number } {
  let asked = 0;
  const db = new Proxy(database.db, {
    get(target, name) {
      asked += name === 'query' ? 1 : 0;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { db, asked: () => asked };
}

async function list(query: Parameters<typeof listEvents>[2], who = admin) {
  return await listEvents(onlyThese({ db: noticeAudit(database.db) }), who, query);
}

test('a page of the trail names every person with an account in one statement', async () => {
  const [actor, gone] = [await insertPerson(database), randomUUID()];
  const targets = [];
  for (let count = 0; count < 5; count += 1) {
    const target = await insertPerson(database);
    targets.push(target);
    await insertEvent(actor.id, target.id);
  }
  await insertEvent(actor.id, gone);
  const { db, asked } = counting();
  const listed = await listEvents(onlyThese({ db: noticeAudit(db) }), admin, { actor: actor.id });
  const people = Object.fromEntries([actor, ...targets].map(({ id, email }) => [id, email]));
  expect(listed).toMatchObject({ ok: true, value: { people, next_before: null } });
  expect(Object.keys(listed.ok ? listed.value.people : {})).toHaveLength(6);
  expect(asked()).toBe(1);
});

test('a person with an account is found by address and by id', async () => {
  const [actor, target] = [await insertPerson(database), await insertPerson(database)];
  await insertEvent(actor.id, target.id);
  const byId = await list({ actor: actor.id });
  expect(byId).toMatchObject({ value: { events: [{ target_id: target.id }] } });
  expect(await list({ actor: actor.email })).toEqual(byId);
  expect(await list({ target: target.email, actor: actor.email })).toEqual(byId);
  expect(await list({ target: actor.email })).toMatchObject({ value: { events: [] } });
  await database.rows('delete from users where id = $1', [actor.id]);
  expect(await list({ actor: actor.email })).toMatchObject({ value: { events: [] } });
  expect(await list({ actor: actor.id })).toMatchObject({
    value: { events: [{ actor_id: actor.id }], people: { [target.id]: target.email } },
  });
});

test('a person without users.read gets no address, and finds and exports nobody by one', async () => {
  const [actor, target] = [await insertPerson(database), await insertPerson(database)];
  await insertEvent(actor.id, target.id);
  const auditor = signedIn(['BILLING_ADMIN']);
  expect(await list({ actor: actor.id }, auditor)).toMatchObject({
    value: { events: [{ target_id: target.id }], people: {} },
  });
  const refused = { ok: false, reason: 'may_not_read_users' };
  expect(await list({ target: target.email }, auditor)).toMatchObject(refused);
  const deps = onlyThese({
    clock: systemClock,
    random: systemRandom,
    db: noticeAudit(database.db),
  });
  const query = { format: 'ndjson', actor: actor.email } as const;
  expect(await exportEvents(deps, client, auditor, query)).toMatchObject(refused);
  expect(
    await database.rows('select 1 from security_audit_logs where actor_id = $1', [
      auditor.account.id,
    ]),
  ).toEqual([]);
});
