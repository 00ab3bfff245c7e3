import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Paths count from the top of the repository. */
const root = new URL('..', import.meta.url).pathname;

const report = process.env['TEST_REPORT'];

/**
 * Tests against a running stack, one for each project. Its files run one after the other: some count
 * round trips, some break the database. So do the projects: a browser beside it would blur what is timed.
 */
function againstStack(
  name: string,
  include: string,
  testTimeout = 20_000,
): TestProjectInlineConfiguration {
  return {
    root,
    test: {
      name,
      include: [include],
      globalSetup: './test/support/start-stack.ts',
      fileParallelism: false,
      testTimeout,
      hookTimeout: 30_000,
    },
  };
}

export default defineConfig({
  root,
  test: {
    // .ci/run sums the counts up from this file.
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        root,
        test: {
          name: 'node',
          // One of them builds the Worker and starts a stack of its own.
          testTimeout: 20_000,
          hookTimeout: 20_000,
          include: [
            'dev/**/*.test.ts',
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
        },
      },
      againstStack('api', 'test/api/**/*.test.ts'),
      againstStack('matrix', 'test/matrix/**/*.test.ts'),
      // Five pages at a time share two cores with the browser itself.
      againstStack('browser', 'test/e2e/**/*.test.ts', 60_000),
    ],
  },
});
