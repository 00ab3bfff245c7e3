/** `npm run attack [-- --seed S] [--only a,b] [--list] [--stack .local/stack.json]` */
import { randomBytes } from 'node:crypto';
import { join, relative } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { readStackFile, type Deployment } from '../client/deployment.ts';
import { startOwnStack } from '../client/own-stack.ts';
import { attacks, chooseAttacks } from './attacks.ts';
import { cellsOf, tableOf, verdictOf, writeReport } from './report.ts';
import { isRepelled, refuseForeignTarget, runAttacks } from './run-attacks.ts';

const OPTIONS = {
  seed: { type: 'string' },
  only: { type: 'string' },
  list: { type: 'boolean', default: false },
  stack: { type: 'string' },
} as const;

const OUT = join(import.meta.dirname, '../out');

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** The stack that was named, or one started for this run and stopped after it. */
async function findTarget(file: string | undefined) {
  if (file !== undefined) {
    const deployment = readStackFile(file);
    refuseForeignTarget(deployment);
    return { deployment, stop: async () => {} };
  }
  say('Starting a stack for this run …');
  return await startOwnStack();
}

async function attack(deployment: Deployment, seed: string, only: string | undefined) {
  const chosen = chooseAttacks(only);
  say(`Seed ${seed}, ${chosen.length} attacks on ${deployment.appUrl}`);
  const run = await runAttacks({
    attacks: chosen,
    deployment,
    seed,
    size: 'full',
    tell: (report) => say(`  ${cellsOf(report).join('  ')}`),
  });
  const folder = writeReport(run, OUT);
  say(`\n${tableOf(run.attacks)}\n\n${verdictOf(run)}`);
  say(`Written to ${relative('.', folder)}`);
  process.exitCode = isRepelled(run) ? 0 : 1;
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.list) {
    say(attacks.map(({ id, scenario, policy }) => `${id}\n  ${scenario}\n  ${policy}`).join('\n'));
    return;
  }
  chooseAttacks(values.only); // an unknown name is refused before anything starts
  const target = await findTarget(values.stack);
  const stop = () => {
    target.stop().then(
      () => process.exit(130),
      () => process.exit(130),
    );
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await attack(target.deployment, values.seed ?? randomBytes(4).toString('hex'), values.only);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await target.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
