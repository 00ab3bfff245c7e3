import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { fakeCircumstances, fakeClaim, fakeResult } from './fake-results.ts';
import { renderHtml } from './report-html.ts';
import { renderMarkdown } from './report-markdown.ts';
import { conclude, type Report } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-report-'));
mkdirSync(join(folder, 'claims/a-claim'), { recursive: true });
writeFileSync(
  join(folder, 'claims/a-claim/01-query.sql.txt'),
  "select '<script>alert(1)</script>'\n",
);
writeFileSync(join(folder, 'claims/a-claim/02-page.jpg'), Buffer.from([0xff, 0xd8, 0xff]));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const failed = fakeResult({
  claim: fakeClaim({ id: 'b-claim' }),
  verdict: 'failed',
  why: 'Not so: it held',
});
const notRun = fakeResult({
  claim: fakeClaim({ id: 'c-claim' }),
  verdict: 'not-run',
  why: 'No database.',
  checks: [],
});

function report(results = [fakeResult()], more: Partial<Report> = {}): Report {
  const key = { kid: 'the-key-id', throwAway: true };
  return {
    circumstances: fakeCircumstances,
    results,
    key,
    leftovers: [],
    withheld: [],
    folder,
    ...more,
  };
}

test('only a run in which every claim passed is reported as good', () => {
  expect(conclude(report())).toMatchObject({ tone: 'good', headline: 'Every claim was shown' });
  expect(conclude(report([fakeResult(), notRun]))).toMatchObject({ tone: 'open' });
  expect(conclude(report([notRun]))).toMatchObject({ tone: 'open', headline: 'Nothing was shown' });
  expect(conclude(report([]))).toMatchObject({ tone: 'open' });
  expect(conclude(report([fakeResult(), failed, notRun]))).toMatchObject({
    tone: 'bad',
    headline: '1 claim did not hold',
  });
  const some = { ...fakeCircumstances, claimsKnown: 35 };
  expect(conclude(report([fakeResult()], { circumstances: some }))).toMatchObject({
    tone: 'open',
    headline: '1 of 35 claims shown',
  });
  const interrupted = { ...fakeCircumstances, interrupted: true };
  expect(conclude(report([fakeResult()], { circumstances: interrupted }))).toMatchObject({
    tone: 'open',
  });
  expect(conclude(report([fakeResult()], { withheld: ['x'] }))).toMatchObject({ tone: 'bad' });
});

test('both reports show verdict, clause, check, reason, commit and accounts left behind', () => {
  const leftovers = [{ email: 'proof-1@example.com', why: 'refused' }];
  const full = report([fakeResult(), failed, notRun], { leftovers });
  for (const text of [renderHtml(full), renderMarkdown(full)]) {
    for (const part of [
      '1 claim did not hold',
      'RFC 6238 5.2',
      'It is so',
      'Not so: it held',
      'No database.',
      'f'.repeat(40),
      'proof-1@example.com',
      'the-key-id',
    ]) {
      expect(text).toContain(part);
    }
  }
});

test('the page is self-contained: evidence is escaped, pictures are embedded, nothing is fetched or run', () => {
  const evidence = [
    { path: 'claims/a-claim/01-query.sql.txt', title: 'A query', kind: 'sql' as const },
    { path: 'claims/a-claim/02-page.jpg', title: 'A page', kind: 'image' as const },
  ];
  const html = renderHtml(report([fakeResult({ evidence })]));
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toMatch(/<script|<link|@import|url\(|\son\w+=/i);
  expect(html).toContain('src="data:image/jpeg;base64,/9j/"');
  const places = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, place]) => place ?? '');
  expect(places.filter((place) => !/^(#|data:image|claims\/)/.test(place))).toEqual([]);
});

test('a claim that was run again says so', () => {
  const twice = report([fakeResult({ notCounted: ['the database was away'] })]);
  for (const text of [renderHtml(twice), renderMarkdown(twice)]) {
    expect(text).toContain('the database was away');
  }
});
