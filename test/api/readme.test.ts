import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';

import { registerPerson, settleInStep } from '../support/person.ts';

const run = promisify(execFile);

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(title: string): Block[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, tour = ''] = readme.split(`## ${title}\n`);
  const [section = ''] = tour.split('\n## ');
  return [...section.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/** Whether `actual` has everything that `documented` shows; "…" stands for anything that is there. */
function shows(documented: unknown, actual: unknown): boolean {
  if (documented === '…') {
    return actual !== undefined && actual !== null;
  }
  if (typeof documented === 'object' && documented !== null && !Array.isArray(documented)) {
    return (
      typeof actual === 'object' &&
      actual !== null &&
      Object.entries(documented).every(([key, value]) =>
        shows(value, (actual as Record<string, unknown>)[key]),
      )
    );
  }
  return JSON.stringify(documented) === JSON.stringify(actual);
}

test('the tour in the README runs as it stands and gets the answers it shows', async (context) => {
  const tools = await Promise.allSettled([
    run('oathtool', ['--version']),
    run('curl', ['--version']),
  ]);
  const missing = tools.some(({ status }) => status === 'rejected');
  context.skip(missing && !process.env['CI'], 'curl or oathtool is not installed');
  await settleInStep();
  const blocks = blocksOf('Five minutes with curl');
  const script = blocks
    .map(({ language, text }) => (language === 'sh' ? text : `echo '<<answers>>'\n`))
    .join('\n');
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, URL: inject('appUrl') },
  });
  const documented = blocks.filter(({ language }) => language === 'jsonl');
  const printed = stdout.split('<<answers>>\n');
  expect(documented.length).toBeGreaterThanOrEqual(7);
  for (const [index, { text }] of documented.entries()) {
    const expected = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const lines = (printed[index] ?? '').trim().split('\n').filter(Boolean);
    const actual = lines.map((line) => JSON.parse(line) as unknown);
    const pairs = expected.map((value, line) => [value, shows(value, actual[line]), actual[line]]);
    expect(pairs.filter(([, isShown]) => !isShown)).toEqual([]);
    expect(actual).toHaveLength(expected.length);
  }
});

test('the mail block in the README prints the link that confirms the address', async (context) => {
  const curl = await run('curl', ['--version']).catch(() => null);
  context.skip(!curl && !process.env['CI'], 'curl is not installed');
  const { email } = await registerPerson();
  const block = blocksOf('Mail').find(({ language }) => language === 'sh');
  const urls: Readonly<Record<string, string>> = inject('simulators');
  const env = { ...process.env, MAIL_URL: urls['mail'], EMAIL: email };
  const print = async () =>
    await run('bash', ['-euo', 'pipefail', '-c', block?.text ?? ''], { env }).then(
      ({ stdout }) => stdout.trim(),
      () => 'no mail yet',
    );
  await expect.poll(print).toMatch(/^http:\/\/localhost:\d+\/verify-email\?token=[\w-]+$/);
});
