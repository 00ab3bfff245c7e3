import { clause, type Claim } from '../claim.ts';
import { git } from '../circumstances.ts';
import { writeLayers } from '../layers.ts';

const SEPARATOR = '\u001F';
const SUBJECT = /^(\w+)(?:\(([\w-]+)\))?: /;

/** The commits of each capability, with the files of each commit. */
export const changes: Claim = {
  id: 'changes',
  title:
    'The subject of every commit names its capability, and the files of every commit are listed.',
  shows:
    'The whole history is read and grouped by the scope of each commit (feat(totp): …), with the files each commit changed. It is also grouped by layer (schema, backend, UI), in the order for cherry-picking.',
  group: 'Sources and history',
  clauses: clause('The project’s own rules', 'the form of a commit'),
  needs: ['git'],
  run(context) {
    const commits = readCommits();
    const groups = [...Map.groupBy(commits, ({ scope }) => scope ?? '(no scope)')].toSorted(
      ([a], [b]) => a.localeCompare(b),
    );
    const text = groups.map(([scope, list]) => {
      const lines = list.map(({ head, files }) =>
        [`  ${head}`, ...files.map((file) => `      ${file}`)].join('\n'),
      );
      return `${scope}: ${list.length} commits\n${lines.join('\n')}`;
    });
    const overview = groups.map(
      ([scope, list]) =>
        `${scope.padEnd(24)} ${String(list.length).padStart(4)} commits ${String(new Set(list.flatMap(({ files }) => files)).size).padStart(5)} files`,
    );
    context.evidence.text(
      'overview.txt',
      { title: 'Commits and files of each scope' },
      overview.join('\n'),
    );
    context.evidence.text(
      'commits.txt',
      { title: 'Every commit with the files it changed' },
      text.join('\n\n'),
    );
    context.evidence.text(
      'layers.txt',
      { title: 'Commits and files of schema, backend and UI, in the order for cherry-picking' },
      writeLayers(commits.toReversed()),
    );
    context.check('There is a history', commits.length > 0, `${commits.length} commits`);
    const strays = commits.filter(({ scope }) => scope === null);
    context.check(
      'Every subject has the form kind(scope): text',
      strays.length === 0,
      strays.map(({ head }) => head).join('; ') || `${groups.length} scopes`,
    );
    return Promise.resolve();
  },
};

/** Newest first. */
function readCommits() {
  return (
    git(
      'log',
      '--topo-order',
      '--no-merges',
      '--name-only',
      `--format=${SEPARATOR}%h %ad %s`,
      '--date=short',
    ) ?? ''
  )
    .split(SEPARATOR)
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const [head = '', ...files] = text.trim().split('\n').filter(Boolean);
      const subject = head.replace(/^\S+ \S+ /, '');
      const [, kind, scope] = SUBJECT.exec(subject) ?? [];
      return { head, files, scope: scope ?? (kind === undefined ? null : `(${kind})`) };
    });
}
