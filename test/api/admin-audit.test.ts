import { beforeAll, expect, test } from 'vitest';

import { listUsers } from '../../src/features/admin-users/contract.ts';
import {
  exportAuditEvents,
  listActivity,
  listAuditEvents,
} from '../../src/features/audit-log/contract.ts';
import { me } from '../../src/features/sessions/contract.ts';
import { cellsOf, withoutEnd, writeEvents } from '../support/audit.ts';
import { Client } from '../support/client.ts';
import { newSignedIn, newStaff, type Person } from '../support/person.ts';
import { neon, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

let admin: Person;

beforeAll(async () => {
  admin = await newStaff();
});

type Query = Readonly<Record<string, string>>;

async function list(query: Query) {
  const answer = await admin.client.get(
    `${listAuditEvents.path}?${String(new URLSearchParams(query))}`,
  );
  expect(answer.status).toBe(200);
  return listAuditEvents.view.parse(answer.body);
}

async function download(query: Query) {
  const { status, headers, body } = await admin.client.get(
    `${exportAuditEvents.path}?${String(new URLSearchParams(query))}`,
  );
  expect(status).toBe(200);
  return { headers, text: withoutEnd(String(body['text'])) };
}

async function pages(query: Query, meanwhile = async () => {}) {
  const events = [];
  for (let before: string | null = ''; before !== null;) {
    const page = await list({ ...query, ...(before ? { before } : {}) });
    events.push(...page.events);
    before = page.next_before;
    await meanwhile();
  }
  return events;
}

test('a request is followed by its trace id, a session by its own', async () => {
  const person = await newSignedIn();
  const { session } = await person.client.must(me);
  await person.client.post('/api/auth/refresh');
  const out = await person.client.post('/api/auth/logout');
  const ofSession = await list({ session_id: session.id });
  expect(ofSession.events.map(({ action }) => action)).toEqual([
    'user.signed_out',
    'session.rotated',
    'user.signed_in',
  ]);
  const ofTrace = await list({ trace_id: String(out.body['trace_id']) });
  expect(ofTrace.events).toMatchObject([
    { action: 'user.signed_out', actor_id: person.id, target_id: person.id },
  ]);
});

test('every filter returns exactly the matching rows', async () => {
  const person = await newSignedIn();
  await new Client().post('/api/auth/login', { email: person.email, password: 'wrong' });
  const actions = async (query: Query) =>
    (await list({ target: person.id, ...query })).events.map(({ action }) => action);
  expect(await actions({})).toEqual(['user.sign_in_refused', 'user.signed_in']);
  expect(await actions({ outcome: 'refused' })).toEqual(['user.sign_in_refused']);
  expect(await actions({ action: 'user.signed_in' })).toEqual(['user.signed_in']);
  expect(await actions({ actor: person.id })).toEqual(['user.signed_in']);
  expect(await actions({ limit: '1' })).toEqual(['user.sign_in_refused']);
  expect(await actions({ from: '2999-01-01T00:00:00Z' })).toEqual([]);
  expect(await actions({ to: '2000-01-01T00:00:00Z' })).toEqual([]);
  expect(await actions({ from: '2000-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' })).toHaveLength(
    2,
  );
});

test('the search finds words by their beginnings in action, address, browser and details', async () => {
  const actor = await writeEvents(database, 1, { userAgent: 'Mozilla/5.0 (X11) Zebrafox/12.1' });
  const finds = async (text: string) => (await list({ actor, text })).events.length;
  for (const text of ['zebra', 'ZEBRAFOX 12', 'signed', '198.51.100', 'user.signed_in x11', 'n']) {
    expect([text, await finds(text)]).toEqual([text, 1]);
  }
  for (const text of ['ebrafox', 'zebra missing', 'refused', "' | zebra"]) {
    expect([text, await finds(text)]).toEqual([text, text === "' | zebra" ? 1 : 0]);
  }
  expect((await list({ actor, text: "&|!():*<-> '" })).events).toHaveLength(0);
});

test('pages have no gap and no duplicate while rows are added, even with equal times', async () => {
  const actor = await writeEvents(database, 50);
  const events = await pages({ actor, limit: '7' }, async () => {
    await writeEvents(database, 5);
    await database.rows(
      `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id, ip,
         user_agent, trace_id)
       values (gen_random_uuid(), now(), 'user.signed_in', 'success', 'user', $1, '', '', md5('x'))`,
      [actor],
    );
  });
  const made = events.filter(({ user_agent }) => user_agent === 'made');
  expect(
    made.map(({ metadata }) => metadata['n']).toSorted((a, b) => Number(a) - Number(b)),
  ).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test('a file has exactly what the list has, in the same order, and its making is recorded', async () => {
  const actor = await writeEvents(database, 4321);
  const listed = await pages({ actor, limit: '100' });
  const { text, headers } = await download({ actor, format: 'ndjson' });
  expect(headers.get('content-type')).toBe('application/x-ndjson');
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="audit-\d{8}T\d{6}Z\.ndjson"$/,
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(events).toHaveLength(4321);
  expect(events).toEqual(listed);
  const { text: csv } = await download({ actor, format: 'csv' });
  const [head = [], ...lines] = cellsOf(csv);
  expect(lines.map((cells) => cells[head.indexOf('id')])).toEqual(listed.map(({ id }) => id));
  const records = await database.rows<{ metadata: object; trace_id: string }>(
    `select metadata, trace_id from security_audit_logs
     where actor_id = $1 and action = 'audit.exported' order by seq`,
    [admin.id],
  );
  expect(records[0]).toMatchObject({
    metadata: { format: 'ndjson', filter: { actor } },
    trace_id: headers.get('x-trace-id'),
  });
});

test('no cell of a CSV file is a formula, whatever a browser calls itself', async () => {
  const hostile = [
    '=HYPERLINK("http://evil.example","click")',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    'a "quoted", one\r\nwith lines',
    "'=1",
  ];
  for (const userAgent of hostile) {
    const actor = await writeEvents(database, 1, { userAgent });
    const { text } = await download({ actor, format: 'csv' });
    const [head = [], line = []] = cellsOf(text);
    expect(head).toHaveLength(line.length);
    expect(line.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    const cell = line[head.indexOf('user_agent')] ?? '';
    expect(cell.replace(/^'(?=[=+\-@\t\r])/, '')).toBe(userAgent.replace(/^'(?==)/, ''));
    const { text: ndjson } = await download({ actor, format: 'ndjson' });
    expect(JSON.parse(ndjson)).toMatchObject({ user_agent: userAgent });
  }
});

test('an empty export has a header and no row', async () => {
  const { text } = await download({ trace_id: 'f'.repeat(32), format: 'csv' });
  expect(cellsOf(text)).toHaveLength(1);
  expect((await download({ trace_id: 'f'.repeat(32), format: 'ndjson' })).text).toBe('');
});

test('a person sees what happened to their account, and nothing about who did it', async () => {
  const person = await newSignedIn();
  await newSignedIn();
  await admin.client.post(`${listUsers.path}/${person.id}/lock`);
  await admin.client.post(`${listUsers.path}/${person.id}/unlock`);
  await person.client.post('/api/auth/login', { email: person.email, password: person.password });
  const answer = await person.client.get(`${listActivity.path}?limit=2`);
  const first = listActivity.view.parse(answer.body);
  const rest = await person.client.get(`${listActivity.path}?before=${first.next_before}`);
  const events = [...first.events, ...listActivity.view.parse(rest.body).events];
  expect(events).toMatchObject([
    { action: 'user.signed_in', by: 'you', ip: expect.stringMatching(/^2001/) },
    { action: 'user.unlocked', by: 'staff', ip: null, user_agent: null },
    { action: 'user.locked', by: 'staff', ip: null, user_agent: null },
    { action: 'user.signed_in', by: 'you' },
  ]);
  expect(JSON.stringify(events)).not.toContain(admin.id);
});

test('an export repeats a page when the database is down for a moment', async () => {
  const actor = await writeEvents(database, 9000);
  await neon.mode({ fail_call: 4, kind: 'before' });
  const response = await fetch(
    `${admin.client.url}${exportAuditEvents.path}?format=ndjson&actor=${actor}`,
    { headers: { cookie: admin.client.cookie ?? '', 'cf-connecting-ip': '198.51.100.9' } },
  );
  expect(response.status).toBe(200);
  expect(
    withoutEnd(await response.text())
      .trimEnd()
      .split('\n'),
  ).toHaveLength(9000);
});

test.for([
  ['demoted', `update users set roles = '{USER}' where id = $1`],
  ['locked', `update users set status = 'locked' where id = $1`],
  ['signed out', 'update auth_sessions set revoked_at = now() where user_id = $1'],
])(
  'an admin who is %s during an export gets no further page, and the refusal is recorded',
  async ([, change]) => {
    const [reader, actor] = [await newStaff(), await writeEvents(database, 9000)];
    await neon.mode({ delay_ms: 400 });
    try {
      const asked = reader.client.get(`${exportAuditEvents.path}?format=ndjson&actor=${actor}`);
      const begun = `select 1 from security_audit_logs where actor_id = $1 and action = 'audit.exported'`;
      await expect
        .poll(async () => await database.rows(begun, [reader.id]), { timeout: 10_000 })
        .toHaveLength(1);
      await database.rows(change ?? '', [reader.id]);
      expect((await asked).status).toBe(403);
    } finally {
      await neon.mode({});
    }
    const records = await database.rows(
      `select outcome, metadata ->> 'reason' as reason from security_audit_logs
     where actor_id = $1 and action = 'audit.export_refused'`,
      [reader.id],
    );
    expect(records).toEqual([{ outcome: 'refused', reason: 'no_longer_permitted' }]);
  },
);
