import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Repository } from './support/repository.ts';

const guide = readFileSync(new URL('../docs/pushing.md', import.meta.url), 'utf8');

/** The commands under a heading of the guide, as they stand there. */
function commands(heading: string): string[] {
  const [, section = ''] = guide.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block.trim());
}

const FILE = '.github/workflows/ci.yml';

let repository = new Repository();

beforeEach(async () => {
  repository = await new Repository().begin();
  await repository.addServer();
  await repository.run('git push -q origin main');
  // As `npm run hooks` does; npm is not needed for it.
  await repository.run('git config core.hooksPath scripts/hooks && git switch -qc dev');
});

afterEach(() => repository.end());

const push = async (options = '') => await repository.run(`git push ${options} -u origin dev`);
const onServer = async () =>
  (await repository.run('git --git-dir server.git log --format=%s dev')).text;

/** One honest commit, one with a workflow file beside something else, and one that takes the file away. */
async function spoil(): Promise<void> {
  repository.write('src/c.ts', 'export const c = 3;\n');
  await repository.commit('honest');
  repository.write(FILE, 'on: push\n');
  repository.write('src/d.ts', 'export const d = 4;\n');
  await repository.commit('spoilt');
  await repository.run('git rm -rq .github && git commit -qm regret');
}

test('npm run hooks sets the folder that the hook is in', () => {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  expect(manifest).toContain('"hooks": "git config core.hooksPath scripts/hooks"');
});

test('a clean branch goes through by the commands of the guide', async () => {
  repository.write('src/c.ts', 'export const c = 3;\n');
  await repository.commit('honest');
  const [block = ''] = commands('Each time');
  const { status, text } = await repository.run(`set -e\n${block}`);
  expect([text, status]).toEqual([expect.stringContaining('found nothing'), 0]);
  expect(await onServer()).toContain('honest');
});

test('the commands of the guide fast-forward main to dev', async () => {
  repository.write('src/c.ts', 'export const c = 3;\n');
  await repository.commit('honest');
  const [block = ''] = commands('From dev to main');
  const { status, text } = await repository.run(`set -e\n${block}`);
  expect([text, status]).toEqual([expect.stringContaining('found nothing'), 0]);
  expect((await repository.run('git --git-dir server.git log --format=%s main')).text).toContain(
    'honest',
  );
  await repository.run('git switch -q main');
  repository.write('src/d.ts', 'export const d = 4;\n');
  await repository.commit('aside');
  await repository.run('git switch -q dev');
  repository.write('src/e.ts', 'export const e = 5;\n');
  await repository.commit('apart');
  expect((await repository.run(`set -e\n${block}`)).status).not.toBe(0);
});

test('a commit with a workflow file is stopped before the push, even when a later commit removes it', async () => {
  await spoil();
  const { status, text } = await push();
  expect(status).not.toBe(0);
  expect(text).toContain('spoilt');
  expect(text).toContain('Nothing was pushed');
  expect(text).not.toContain('refusing to allow');
});

test('with the hook passed over, the server refuses it', async () => {
  await spoil();
  const { status, text } = await push('--no-verify');
  expect(status).not.toBe(0);
  expect(text).toContain('refusing to allow a token to create or update workflow');
});

test('after the repair of the guide the same branch goes through, and nothing else was lost', async () => {
  await spoil();
  const [find = '', repair = '', again = ''] = commands('When it is refused');
  expect((await repository.run(find)).text).toMatch(/spoilt[\s\S]*regret|regret[\s\S]*spoilt/);
  const fixed = await repository.run(`set -e\n${repair}\n${again}`);
  expect([fixed.text, fixed.status]).toEqual([expect.any(String), 0]);
  expect(await onServer()).toBe('spoilt\nhonest\nbegin\n');
  const files = await repository.run('git --git-dir server.git ls-tree -r --name-only dev');
  expect(files.text).toContain('src/d.ts');
  expect(files.text).not.toContain('.github');
});

test('a branch is deleted on the server, whatever it holds', async () => {
  await push();
  expect(await repository.run('git push origin --delete dev')).toMatchObject({ status: 0 });
});

test('commits that the server has already do not stop the next push', async () => {
  await spoil();
  await repository.run('rm server.git/hooks/pre-receive && git push -q --no-verify origin dev');
  repository.write('src/e.ts', 'export const e = 5;\n');
  await repository.commit('after');
  expect(await push()).toMatchObject({ status: 0 });
});

test('a secret in a log stops the push too', async () => {
  repository.write('src/c.ts', 'console.log(password);\n');
  await repository.commit('chatty');
  const { status, text } = await push();
  expect([status === 0, text]).toEqual([false, expect.stringContaining('src/c.ts:1: password')]);
});

test('a push that has nothing to push goes through', async () => {
  await push();
  expect(await push()).toMatchObject({ status: 0 });
  const hook = await repository.run('scripts/hooks/pre-push origin ./server.git </dev/null');
  expect([hook.text, hook.status]).toEqual([expect.stringContaining('0 commits'), 0]);
});

test.each([
  ['a name', 'other'],
  ['an address alone', './other.git'],
])('what one remote has is new to another one with %s', async (_, remote) => {
  await spoil();
  await repository.run('rm server.git/hooks/pre-receive && git push -q --no-verify origin dev');
  await repository.run('git init -q --bare other.git && echo other.git >> .git/info/exclude');
  await repository.run('git remote add other ./other.git');
  const { status, text } = await repository.run(`git push ${remote} dev`);
  expect([status === 0, text]).toEqual([false, expect.stringContaining('spoilt')]);
});

test('a remote whose name begins like that of another one is not taken for it', async () => {
  await spoil();
  await repository.run('rm server.git/hooks/pre-receive && git push -q --no-verify origin dev');
  await repository.run('git init -q --bare or.git && echo or.git >> .git/info/exclude');
  await repository.run('git remote add or ./or.git');
  expect((await repository.run('git push or dev')).status).not.toBe(0);
});
