import { availableParallelism } from 'node:os';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Paths count from the top of the repository. */
const root = new URL('..', import.meta.url).pathname;

/** Much of a test is waiting: more files at a time than cores. */
const WORKERS = availableParallelism() + 1;

const report = process.env['TEST_REPORT'];

/** Waits are for conditions: these end what never comes, on a machine that others keep busy too. */
const generous = {
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
};

/** Files side by side, each on the running stack of its worker. */
function againstStacks(name: string, include: string[]): TestProjectInlineConfiguration {
  return {
    root,
    test: {
      name,
      include,
      globalSetup: './test/support/start-stacks.ts',
      setupFiles: './test/support/use-own-stack.ts',
      isolate: false,
      maxWorkers: WORKERS,
      ...generous,
      // A deadline that is missed because the machine is busy would be answered 503.
      env: { DEADLINE_FACTOR: '10' },
    },
  };
}

/** Two windows at a time: the browser itself is the load. */
function browserTests(include: string): TestProjectInlineConfiguration {
  const project = againstStacks('browser', [include]);
  return {
    ...project,
    test: { ...project.test, maxWorkers: 2, testTimeout: 300_000, sequence: { groupOrder: 2 } },
  };
}

/** One file after the other, after everything else: what loads the machine, or is measured on it. */
function alone(
  name: string,
  include: string[],
  groupOrder: number,
): TestProjectInlineConfiguration {
  const project = againstStacks(name, include);
  return {
    ...project,
    test: {
      ...project.test,
      maxWorkers: 1,
      sequence: { groupOrder },
      env: { DEADLINE_FACTOR: '2' }, // some of these wait for it
    },
  };
}

export default defineConfig({
  root,
  test: {
    maxWorkers: WORKERS,
    // .ci/run sums the counts up from this file.
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        root,
        test: {
          name: 'node',
          maxWorkers: WORKERS,
          ...generous,
          include: [
            'dev/**/*.test.ts',
            'ops/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/*.test.ts',
            'migrations/**/*.test.ts',
            'proof/*.test.ts',
            'proof/*/!(sabotage).test.ts',
            'web/**/*.test.ts',
            'test/vectors/**/*.test.ts',
            'test/*.test.ts',
            'test/support/**/*.test.ts',
          ],
        },
      },
      {
        root,
        plugins: [
          cloudflareTest({
            main: './src/worker.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { APP_ENC_KEY: '', DATABASE_URL: '' } },
          }),
        ],
        test: {
          name: 'workerd',
          include: ['src/**/*.test.ts', 'test/objects/**/*.test.ts'],
          isolate: false,
          maxWorkers: 1,
          ...generous,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        // Two stacks at a time; whatever else ran beside them would make them late.
        test: {
          name: 'sabotage',
          include: ['proof/sabotage/sabotage.test.ts'],
          fileParallelism: false,
          maxConcurrency: 2,
          sequence: { groupOrder: 4 },
        },
      },
      {
        root,
        // In Node, over a database of the file's own; every other effect is given by the test.
        test: {
          name: 'use-cases',
          include: ['test/use-cases/**/*.test.ts'],
          globalSetup: './test/support/start-database.ts',
          isolate: false,
          maxWorkers: WORKERS,
          ...generous,
        },
      },
      againstStacks('api', ['test/api/**/*.test.ts']),
      againstStacks('matrix', ['test/matrix/**/*.test.ts']),
      browserTests('test/e2e/**/*.test.ts'),
      alone('api-alone', ['test/api-alone/**/*.test.ts'], 3),
    ],
  },
});
