import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { git } from './circumstances.ts';
import type { Context } from './context.ts';

const ROOT = join(import.meta.dirname, '..');
const SHOWN = 40;

interface Search {
  /** A script of the repository that searches for the same; it is also run if it exists. */
  readonly script: string;
  /** Extended regular expression. */
  readonly pattern: string;
  readonly folders: readonly string[];
  /** Whether a line that matches is forbidden. */
  readonly isBad: (line: string) => boolean;
  /** `isBad` in words. */
  readonly bad: string;
  readonly sentence: string;
}

/** Searches the committed files without tests, and shows the pattern with every line it found. */
export function searchSources(context: Context, search: Search): void {
  const { pattern, folders, isBad, bad, sentence } = search;
  const files = (git('ls-files', '--', ...folders) ?? '')
    .split('\n')
    .filter((file) => file !== '' && !/\.test\.tsx?$/.test(file));
  const found = (
    git(
      'grep',
      '-n',
      '-i',
      '-E',
      pattern,
      '--',
      ...folders,
      ':(exclude)*.test.ts',
      ':(exclude)*.test.tsx',
    ) ?? ''
  )
    .split('\n')
    .filter(Boolean);
  const hits = found.filter((line) => isBad(line.replace(/^[^:]+:\d+:/, '')));
  const lines = [
    `$ git grep -n -i -E '${pattern}' -- ${folders.join(' ')}`,
    `(${files.length} files; a line is bad when: ${bad})`,
    '',
    ...found.slice(0, SHOWN),
    `(${found.length} lines found, ${hits.length} of them bad)`,
  ];
  context.evidence.text(
    'search.txt',
    { title: 'The patterns and the lines they found' },
    lines.join('\n'),
  );
  context.check('There is something to search', files.length > 0, `${files.length} files`);
  context.check(
    sentence,
    hits.length === 0,
    hits.length > 0 ? hits.slice(0, 5).join('; ') : `${found.length} lines checked`,
  );
  runScript(context, search.script);
}

/** Runs a guard script of the repository; returns its output, or null if there is no such script. */
export function runScript(context: Context, script: string): string | null {
  if (!existsSync(join(ROOT, script))) {
    return null;
  }
  const { status, stdout, stderr } = spawnSync('bash', [script], { cwd: ROOT, encoding: 'utf8' });
  context.evidence.text(
    'guard.txt',
    { title: `The output of ${script}` },
    `$ ${script}\n${stdout}${stderr}\n(exit ${status})`,
  );

  context.checkEqual(`${script} finds nothing`, status, 0);
  return stdout;
}
