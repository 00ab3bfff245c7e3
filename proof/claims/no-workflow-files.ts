import { clause, type Claim } from '../claim.ts';
import { git } from '../circumstances.ts';
import { runScript } from '../search-sources.ts';

const FOLDER = '.github/workflows';

/** A token without the right to change workflows can push every commit. */
export const noWorkflowFiles: Claim = {
  id: 'no-workflow-files',
  title: 'No file is under .github/workflows, now or in any commit of this branch.',
  shows: 'The index and every commit of this branch are searched for files in that folder.',
  group: 'Sources and history',
  clauses: clause('The project’s own rules', 'no workflow files'),
  needs: ['git'],
  run(context) {
    const now = git('ls-files', '--', FOLDER) ?? 'git did not answer';
    const ever = git('log', '--format=%h %s', '--', FOLDER) ?? 'git did not answer';
    const commits = git('rev-list', '--count', 'HEAD') ?? '?';
    context.evidence.text(
      'search.txt',
      { title: 'The commands and their output' },
      [
        `$ git ls-files -- ${FOLDER}`,
        now || '(nothing)',
        '',
        `$ git log --format='%h %s' -- ${FOLDER}`,
        ever || `(nothing in ${commits} commits)`,
      ].join('\n'),
    );
    context.check('The folder has no file', now === '', now || 'nothing');
    context.check(
      'No commit ever changed a file there',
      ever === '',
      ever || `nothing in ${commits} commits`,
    );
    runScript(context, 'scripts/no-workflow-files.sh');
    return Promise.resolve();
  },
};
