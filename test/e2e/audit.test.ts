import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';

import { readSeals } from '../../ops/audit/read-chain.ts';
import { endLines } from '../../src/core/audit/chain/export-end.ts';
import { writeLine } from '../../src/core/audit/chain/export-line.ts';
import { writeEvents } from '../support/audit.ts';
import { newPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { enterAsStaff } from './staff.ts';
import { browserFixtures, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

const drawer = (page: Page) => page.getByRole('dialog', { name: 'Event' });

test.concurrent('the trail is searched by words, and one row leads to its session and its trace', async ({
  page,
}) => {
  const staff = await enterAsStaff(page);
  await page.getByRole('link', { name: 'Audit', exact: true }).click();
  const actor = await writeEvents(database, 3, { userAgent: `walrus${Date.now()}` });
  const [written] = await database.rows<{ user_agent: string }>(
    'select user_agent from security_audit_logs where actor_id = $1 limit 1',
    [actor],
  );
  await page.getByLabel('Words').fill(written?.user_agent ?? '');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('All 3 are shown.').waitFor();
  expect(new URL(page.url()).searchParams.get('text')).toBe(written?.user_agent);
  await page.getByRole('button', { name: 'user.signed_in' }).first().click();
  await drawer(page).getByRole('link', { name: 'Everything with this trace' }).click();
  await page.getByText('All 1 are shown.').waitFor();
  await page.goBack();
  await page.getByText('All 3 are shown.').waitFor();

  await page.goto(`/admin/audit?actor=${staff.id}&action=user.signed_in`);
  await page.getByRole('button', { name: 'user.signed_in' }).first().click();
  await drawer(page).getByRole('link', { name: 'Everything of this session' }).click();
  await page.waitForURL('**/admin/audit?session_id=*');
  await page.getByText(/^All \d+ are shown\.$/).waitFor();
});

test.concurrent('people are named and found by address, and a deleted person by id', async ({
  page,
}) => {
  await enterAsStaff(page);
  const person = await newPerson();
  await writeEvents(database, 1, { actorId: person.id });
  await page.goto('/admin/audit');
  await page.getByText('Actor, target, time, trace').click();
  await page.getByLabel('Actor').fill('anna');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('Write a whole address, or paste a whole id.').waitFor();
  await page.getByLabel('Actor').fill(person.email);
  await page.getByLabel('Action').selectOption('user.signed_in');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('All 1 are shown.').waitFor();
  await page.getByRole('cell', { name: person.email }).waitFor();
  expect(new URL(page.url()).searchParams.get('action')).toBe('user.signed_in');
  await page.getByRole('button', { name: 'user.signed_in' }).click();
  await drawer(page).getByText(`user ${person.email} ${person.id}`).first().waitFor();
  await database.rows('delete from users where id = $1', [person.id]);
  await page.reload();
  await page.getByText('Nothing fits. Leave something out of the search.').waitFor();
  await page.goto(`/admin/audit?actor=${person.id}`);
  await page.getByText('All 1 are shown.').waitFor();
  expect(await page.getByRole('cell', { name: person.email }).count()).toBe(0);
});

test.concurrent('older rows come page by page', async ({ page }) => {
  await enterAsStaff(page);
  const actor = await writeEvents(database, 70);
  await page.goto(`/admin/audit?actor=${actor}`);
  await page.getByText('50 are shown, and there are more.').waitFor();
  await page.getByRole('button', { name: '50 in a row: show all' }).waitFor();
  await page.getByRole('button', { name: 'Load more' }).click();
  await page.getByText('All 70 are shown.').waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await page.getByRole('button', { name: '70 in a row: show all' }).click();
  expect(await page.getByRole('row').count()).toBe(71);
  await page.getByRole('button', { name: '70 in a row: show one' }).click();
  expect(await page.getByRole('row').count()).toBe(2);
});

test.concurrent('the export holds the filtered rows', async ({ page }) => {
  await enterAsStaff(page);
  const actor = await writeEvents(database, 3);
  await page.goto(`/admin/audit?actor=${actor}`);
  await page.getByText('All 3 are shown.').waitFor();
  for (const [name, lines] of [
    ['Export as NDJSON', 4],
    ['Export as CSV', 5],
  ] as const) {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    const download = await downloading;
    const text = readFileSync(await download.path(), 'utf8');
    const written = text.trimEnd().split('\n');
    expect(written).toHaveLength(lines);
    await verify(page, written);
    await page.getByText('The file is whole: 3 rows').waitFor();
    await verify(page, written.slice(0, -1));
    await page.getByText('The file is not whole').waitFor();
  }
});

/** Every seal there is by now, as a file of the archive has them. */
async function sealedLines(): Promise<string[]> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  const lines: string[] = [];
  for await (const seal of readSeals(client)) {
    lines.push(writeLine(seal));
  }
  await client.end();
  return lines;
}

async function verify(page: Page, lines: readonly string[]) {
  await page.getByLabel('Export (NDJSON or CSV)').setInputFiles({
    name: 'audit.ndjson',
    mimeType: 'application/x-ndjson',
    buffer: Buffer.from(lines.map((line) => `${line}\n`).join('')),
  });
}

/** The lines with the one that a whole export has behind them. */
function ended(lines: readonly string[]): string[] {
  const text = lines.map((line) => `${line}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const end = { rows: lines.length, first: 1, last: lines.length, sha256 };
  return [...lines, endLines.ndjson(end).trimEnd()];
}

test.concurrent('a sealed export is verified in the browser, and the first bad row is named', async ({
  page,
}) => {
  await enterAsStaff(page);
  await writeEvents(database, 5);
  await fetch(`${inject('appUrl')}/cdn-cgi/handler/scheduled`); // signs a head over all there is
  await page.goto('/admin/audit');
  await page.getByRole('heading', { name: 'Verify an export' }).waitFor();
  const lines = await sealedLines();
  await verify(page, ended(lines));
  await page.getByText(`${lines.length} rows, chain whole; the head of`).waitFor();
  await verify(page, lines);
  await page.getByText('The file is not whole').waitFor();
  await verify(page, [...ended(lines).slice(0, 1), ...ended(lines).slice(2)]);
  await page.getByText('Row 2 is missing.').waitFor();
  await verify(page, ended(lines.toReversed()));
  await page.getByText(`${lines.length} rows, chain whole; the head of`).waitFor();
  await verify(
    page,
    lines.map((line, index) => (index === 1 ? line.replace('outcome', 'income') : line)),
  );
  await page.getByText('Row 2 was changed.').waitFor();
  await verify(
    page,
    lines.filter((_, index) => index !== 2),
  );
  await page.getByText('Row 3 is missing.').waitFor();
  // A file is not believed when it says by a gap that a month was archived.
  await verify(
    page,
    lines.map((line, index) =>
      index === 1 ? line.replace(/"canonical":.*\}$/, '"canonical":null}') : line,
    ),
  );
  await page.getByText('Row 2 is missing.').waitFor();
  await verify(page, ['{"seq":1}']);
  await page.getByText('Line 1 holds no seal.').waitFor();
  expect(await page.getByText('chain whole').count()).toBe(0);
  await page.route('**/.well-known/audit-heads', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), heads: [] } });
  });
  await verify(page, ended(lines));
  await page.getByText(`Not confirmed: ${lines.length} rows fit each other`).waitFor();
});

test.concurrent('the audit page, its folded fields and its drawer are accessible', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  await enterAsStaff(page);
  const actor = await writeEvents(database, 2);
  await page.goto(`/admin/audit?actor=${actor}`);
  await page.getByText('All 2 are shown.').waitFor();
  await page.getByRole('heading', { name: 'Verify an export' }).waitFor();
  await expectAccessible(page, 'audit');
  await page.getByRole('button', { name: 'user.signed_in' }).first().click();
  await drawer(page).waitFor();
  await expectAccessible(page, 'an event in the drawer');
});
