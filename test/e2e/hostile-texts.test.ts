import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { pagePaths } from '../../src/features.ts';
import { ownerDatabase } from '../support/stack.ts';
import { enterAsStaff } from './staff.ts';
import { browserFixtures, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

/** Runs in one of four ways wherever a page takes text for markup, an attribute or an address. */
const HOSTILE = `"'><img src=x onerror="window.hasRun=1"><script>window.hasRun=1</script><svg onload="window.hasRun=1"></svg>javascript:window.hasRun=1`;

/** Not texts, though they are of that type: what they hold opens or shuts something. */
const KEYS = /hash|secret|token|^status$|^id$|^method$|^password$/;

interface Column {
  readonly table_name: string;
  readonly column_name: string;
}

/** Every column of text that a row of a person has. */
async function textColumns(): Promise<readonly Column[]> {
  const columns = await database.rows<Column & Record<string, unknown>>(
    `select c.table_name, c.column_name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.data_type = 'text' and t.table_type = 'BASE TABLE'
       and exists (select from information_schema.columns o where o.table_schema = 'public'
         and o.table_name = c.table_name and o.column_name = 'user_id')
     order by 1, 2`,
  );
  return columns.filter(({ column_name: name }) => !KEYS.test(name));
}

/** Writes the text into every column that takes it, past the product. Which ones did. */
async function poison(userId: string): Promise<string[]> {
  const taken: string[] = [];
  for (const { table_name: table, column_name: column } of await textColumns()) {
    const update = `update ${table} set ${column} = $2 where user_id = $1`;
    await database.rows(update, [userId, HOSTILE]).then(
      () => taken.push(`${table}.${column}`),
      () => {}, // its shape lets no such text in
    );
  }
  return taken;
}

/** What no endpoint writes but somebody outside chooses: a browser's name, what a provider said. */
async function plant(userId: string): Promise<void> {
  await database.rows(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
       target_type, target_id, ip, user_agent, trace_id, metadata)
     values (gen_random_uuid(), now(), 'user.signed_in', 'success', 'user', $1, 'user', $1, $2, $2,
       replace($3, '-', ''), jsonb_build_object('note', $2::text, 'session_id', $2::text))`,
    [userId, HOSTILE, randomUUID()],
  );
  await database.rows(
    `insert into mail_outbox (id, kind, user_id, to_address, facts, next_attempt_at, expires_at,
       trace_id, created_at, state, error_code)
     values (gen_random_uuid(), 'new_device', $1, 'nobody@example.com',
       jsonb_build_object('userAgent', $2::text), now(), now(), replace($3, '-', ''), now(), 'dead', 'EXPIRED')`,
    [userId, HOSTILE, randomUUID()],
  );
  await database.rows(
    `insert into integration_usage_events (id, provider, operation, kind, status, trace_id,
       user_id, latency_ms, created_at, finished_at)
     values (gen_random_uuid(), 'finnhub', 'quote.read', 'use', 'SUCCESS', replace($2, '-', ''), $1,
       1, now(), now())`,
    [userId, randomUUID()],
  );
}

async function expectNothingRan(page: Page, where: string): Promise<void> {
  const seen = await page.evaluate(() => ({
    hasRun: 'hasRun' in globalThis,
    injected: document.querySelectorAll('img[src="x"], svg[onload], script:not([src]), [onerror]')
      .length,
    links: [...document.querySelectorAll('a')].filter(({ protocol }) => protocol === 'javascript:')
      .length,
  }));
  expect({ where, ...seen }).toEqual({ where, hasRun: false, injected: 0, links: 0 });
}

test('script in every free text runs on no page', { timeout: 300_000 }, async ({ page }) => {
  const staff = await enterAsStaff(page);
  await plant(staff.id);
  const taken = await poison(staff.id);
  expect(taken).toEqual(
    expect.arrayContaining(['auth_devices.user_agent', 'auth_sessions.user_agent']),
  );
  const query = encodeURIComponent(HOSTILE);
  for (const path of pagePaths) {
    for (const suffix of [
      '',
      `?next=${query}&email=${query}&text=${query}&query=${query}#${query}`,
    ]) {
      await page.goto(`${path}${suffix}`);
      await page.getByRole('heading').first().waitFor();
      await page.waitForLoadState('networkidle');
      await expectNothingRan(page, `${path}${suffix === '' ? '' : ' with a query'}`);
    }
  }
});

test(
  'script in a row of the audit trail is shown as the text it is',
  { timeout: 300_000 },
  async ({ page }) => {
    const staff = await enterAsStaff(page);
    await plant(staff.id);
    await page.goto(`/admin/audit?actor=${staff.id}&text=${encodeURIComponent('window.hasRun')}`);
    await page.getByRole('button', { name: 'user.signed_in' }).first().click();
    await page.getByRole('dialog', { name: 'Event' }).getByText('window.hasRun').first().waitFor();
    await expectNothingRan(page, 'the drawer of an event');
  },
);
