import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';

const SCRIPTS = join(import.meta.dirname, '../../scripts');

export interface Outcome {
  readonly status: number;
  /** What was printed, by the server too. */
  readonly text: string;
}

/** A git repository of its own with our guardrails in it, and no settings of the person who runs the tests. */
export class Repository {
  readonly folder = makeTemporaryFolder('guardrails');

  async begin(): Promise<this> {
    cpSync(SCRIPTS, join(this.folder, 'scripts'), { recursive: true });
    this.write('package.json', '{ "name": "planted" }\n');
    this.write('src/a.ts', 'export const a = 1;\n');
    this.write('web/b.ts', 'export const b = 2;\n');
    await this.run('git init -q -b main && git add -A && git commit -qm begin');
    return this;
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** A bare repository beside it, whose hook refuses what GitHub refuses of a token without the scope. */
  async addServer(): Promise<void> {
    await this.run('git init -q --bare server.git && echo server.git >> .git/info/exclude');
    const hook = join(this.folder, 'server.git/hooks/pre-receive');
    writeFileSync(hook, PRE_RECEIVE);
    chmodSync(hook, 0o755);
    await this.run('git remote add origin ./server.git');
  }

  async commit(subject: string): Promise<void> {
    await this.run(`git add -A && git commit -qm '${subject}'`);
  }

  /** Runs a line of bash there; a status other than 0 is an answer, not an error. */
  async run(line: string): Promise<Outcome> {
    const env = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    };
    return await new Promise((resolve) => {
      execFile('bash', ['-c', line], { cwd: this.folder, env }, (error, stdout, stderr) => {
        const status = error ? (typeof error.code === 'number' ? error.code : 128) : 0;
        resolve({ status, text: `${stdout}${stderr}` });
      });
    });
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** GitHub's rule: every commit of a push counts, and a deletion too. */
const PRE_RECEIVE = `#!/usr/bin/env bash
while read -r old new ref; do
  [[ "$new" =~ ^0+$ ]] && continue
  if [ -n "$(git log --full-history -m --format=%h "$new" --not --all -- .github/workflows)" ]; then
    echo "refusing to allow a token to create or update workflow without \\\`workflow\\\` scope" >&2
    exit 1
  fi
done
`;
