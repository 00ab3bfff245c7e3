import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { StartProblem } from './start-problem.ts';

const PROJECT = join(import.meta.dirname, '..');
const VITE = join(PROJECT, 'node_modules/vite/bin/vite.js');
const CONFIG = join(PROJECT, 'vite.config.ts');

/**
 * Builds the Worker and the pages into `outDir` (absolute or from here) and returns that folder. In a process of its
 * own: a build is always production's, whatever NODE_ENV the caller runs with. `config` is another build's, for a Worker
 * that is not the product. Throws a StartProblem with the build's output.
 */
export async function buildWorker(outDir: string, config = CONFIG): Promise<string> {
  const folder = resolve(outDir);
  const { NODE_ENV: _mode, FORCE_COLOR: _color, ...environment } = process.env;
  const build = spawn(
    process.execPath,
    [VITE, 'build', '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: PROJECT,
      env: { ...environment, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [output, complaints, exit] = await Promise.all([
    text(build.stdout),
    text(build.stderr),
    once(build, 'exit'),
  ]);
  if (exit[0] !== 0) {
    throw new StartProblem(`The build failed.\n${output}${complaints}`);
  }
  return folder;
}
