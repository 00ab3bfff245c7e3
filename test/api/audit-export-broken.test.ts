import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';

import { readEnd } from '../../src/core/audit/chain/export-end.ts';
import { exportAuditEvents } from '../../src/features/audit-log/contract.ts';
import { writeEvents } from '../support/audit.ts';
import { newStaff, type Person } from '../support/person.ts';
import { logLines, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** About 12 MB in two pages: more than the Worker keeps and more than lies between it and a reader who waits. */
const ROWS = 3000;

async function writeLongEvents(): Promise<string> {
  const actor = randomUUID();
  await database.rows(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
       target_type, ip, user_agent, trace_id)
     select gen_random_uuid(), now() - interval '1 second' - n * interval '1 millisecond',
       'user.signed_in', 'success', 'user', $2::uuid, repeat('x', 4000), '198.51.100.7', 'made', md5(n::text)
     from generate_series(1, $1::int) n`,
    [ROWS, actor],
  );
  return actor;
}

interface Wire {
  readonly head: string;
  readonly body: Buffer;
  readonly traceId: string;
}

/** The answer as it came over the socket, which waits after its first bytes until `meanwhile` is done. */
async function download({ client }: Person, query: string, meanwhile: () => Promise<unknown>) {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const socket = connect(Number(new URL(client.url).port), '127.0.0.1');
    const pieces: Buffer[] = [];
    socket.once('data', () => {
      socket.pause();
      meanwhile().then(() => socket.resume(), reject);
    });
    socket.on('data', (piece) => pieces.push(Buffer.from(piece)));
    socket.on('error', () => {}); // a reset is one way to break off
    socket.on('close', () => {
      resolve(Buffer.concat(pieces));
    });
    socket.write(
      [
        `GET ${exportAuditEvents.path}?${query} HTTP/1.1`,
        'host: localhost',
        'connection: close',
        `cookie: ${client.cookie ?? ''}`,
        `cf-connecting-ip: ${client.address}`,
        '\r\n',
      ].join('\r\n'),
    );
  });
  const split = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, split).toString('latin1');
  const traceId = /^x-trace-id: (\w+)/im.exec(head)?.[1] ?? '';
  return { head, body: bytes.subarray(split + 4), traceId } satisfies Wire;
}

const lengthIn = (head: string) => Number(/^content-length: (\d+)$/im.exec(head)?.[1]);

/** The last line of a file, and what the bytes before it come to. */
function endOf(body: Buffer) {
  const before = body.lastIndexOf('\n', body.length - 2) + 1;
  return {
    end: readEnd(body.subarray(before).toString('utf8')),
    sha256: createHash('sha256').update(body.subarray(0, before)).digest('hex'),
  };
}

test.for(['csv', 'ndjson', 'chain'])(
  'a %s export that breaks off is a broken transfer on the wire, and has no end',
  { timeout: 90_000 },
  async (format) => {
    const reader = await newStaff();
    const actor = await writeLongEvents();
    const query = format === 'chain' ? 'format=chain' : `format=${format}&actor=${actor}`;
    const sealed = `select 1 from security_audit_seals offset ${format === 'chain' ? ROWS - 1 : 0} limit 1`;
    await expect.poll(async () => await database.rows(sealed), { timeout: 60_000 }).toHaveLength(1);
    const { head, body, traceId } = await download(
      reader,
      query,
      async () =>
        await database.rows('update auth_sessions set revoked_at = now() where user_id = $1', [
          reader.id,
        ]),
    );
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(head).not.toMatch(/^transfer-encoding:/im);
    expect(lengthIn(head)).toBeGreaterThan(body.length);
    expect(body.subarray(-5).toString('latin1')).not.toBe('0\r\n\r\n');
    expect(endOf(body).end).toBeNull();
    await expect
      .poll(() => logLines().filter((line) => line.includes(traceId)), { timeout: 10_000 })
      .toHaveLength(2);
    expect(logLines().filter((line) => line.includes('no_longer_permitted'))).toEqual([]);
  },
);

test.for(['csv', 'ndjson'])(
  'a whole %s file of many rows is as long as it said and states rows, numbers and digest of what stands before',
  { timeout: 90_000 },
  async (format) => {
    const reader = await newStaff();
    const actor = await writeLongEvents();
    const numbers = await database.rows<{ first: string; last: string }>(
      `select (array_agg(seq order by occurred_at desc, id desc))[1] as first,
         (array_agg(seq order by occurred_at, id))[1] as last
       from security_audit_logs where actor_id = $1`,
      [actor],
    );
    const { head, body } = await download(
      reader,
      `format=${format}&actor=${actor}`,
      async () => await writeEvents(database, 3, { actorId: actor }), // committed while it is sent
    );
    expect(lengthIn(head)).toBe(body.length);
    const { end, sha256 } = endOf(body);
    expect(end).toMatchObject({ sha256 });
    expect(end?.rows).toBeGreaterThanOrEqual(ROWS);
    expect(end?.rows).toBeLessThanOrEqual(ROWS + 3);
    expect([end?.last]).toEqual([Number(numbers[0]?.last)]);
  },
);

test('a reader who may not read any more before the first byte is refused like anybody', async () => {
  const reader = await newStaff();
  await database.rows(`update users set roles = '{USER}' where id = $1`, [reader.id]);
  const { head } = await download(reader, 'format=ndjson', async () => {});
  expect(head).toMatch(/^HTTP\/1\.1 403 /);
});
