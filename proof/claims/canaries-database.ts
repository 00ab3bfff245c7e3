import pg from 'pg';

import { describePatterns, patternsOf, plantCanaries, type Planted } from '../canaries.ts';
import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';
import { asTable } from '../evidence.ts';
import { formsOf } from '../forms.ts';
import { searchDatabase } from '../search-database.ts';

const SHORT = 8;

/** Searches every cell of every table for every form that careless code would store. */
export const canariesDatabase: Claim = {
  id: 'canaries-database',
  title: 'No cell of the database contains a secret of a person, in any common form.',
  shows:
    'A person uses every feature that has a secret. Then every column of every table is searched for each of those secrets in raw, base32, base64, base64url, hex, URL-encoded and reversed form. As a control, one secret is planted in each form in a temporary table, and the same search must find it.',
  group: 'Secrets at rest',
  clauses: clause(ASVS, '11.4.2', '14.2.4'),
  needs: ['database'],
  dependsOn: ['totp-secret-sealed', 'temp-token-rows', 'session-hash', 'backup-code-hashes'],
  when: 'last',
  async run(context) {
    const planted = await plantCanaries(context);
    const client = new pg.Client({ connectionString: context.deployment.databaseUrl });
    await client.connect();
    try {
      await client.query('begin');
      await search(context, client, planted);
      await control(context, client, planted);
      await client.query('rollback');
    } finally {
      await client.end();
    }
  },
};

async function search(context: Context, client: pg.Client, { canaries, mailed }: Planted) {
  const all = [...canaries, ...mailed];
  const short = all.filter(({ value }) => value.length < SHORT).map(({ value }) => value);
  const { tables, cells, found } = await searchDatabase(client, patternsOf(all), short);
  context.evidence.text(
    'canaries.txt',
    { title: 'The secrets searched for, by name and form' },
    describePatterns(all),
  );
  context.evidence.text(
    'tables.txt',
    { title: 'The searched tables, with their rows and columns' },
    asTable(tables),
  );
  const places = found.map(({ canary, form, place }) => `${canary} (${form}) in ${place}`);
  context.evidence.text(
    'found.txt',
    { title: 'The result of the search' },
    places.join('\n') || `0 of ${all.length} canaries in ${cells} cells`,
  );
  context.check(
    'There is something to search',
    cells > 0 && all.length >= 15,
    `${all.length} canaries, ${cells} cells of ${tables.length} tables`,
  );
  context.check(
    `0 of ${all.length} canaries in ${cells} cells`,
    found.length === 0,
    places.slice(0, 5).join('; ') || 'none found',
  );
}

/** The same search must find a planted secret. */
async function control(context: Context, client: pg.Client, { canaries }: Planted) {
  const canary = canaries.find(({ name }) => name === 'authenticator secret');
  const forms = canary ? formsOf(canary).filter(({ name }) => name !== 'raw bytes') : [];
  await client.query('create temporary table proof_control (planted text) on commit drop');
  await client.query(
    `insert into proof_control select 'x' || form || 'y' from unnest($1::text[]) form`,
    [forms.map(({ text }) => text)],
  );
  const { found } = await searchDatabase(client, patternsOf(canary ? [canary] : []));
  const inControl = new Set(
    found.filter(({ place }) => place.includes('proof_control')).map(({ form }) => form),
  );
  const names = [...new Set(forms.map(({ name }) => name))];
  context.check(
    'The same search finds a secret planted in a temporary table, in every form',
    names.length > 0 && names.every((name) => inControl.has(name)),
    `found ${inControl.size} of ${names.length}: ${[...inControl].join(', ')}`,
  );
}
