import type { TestProject } from 'vitest/node';

import { startTemplate } from '../../dev/database.ts';
import { share } from './share.ts';

/** One PostgreSQL for all projects, with a migrated database that a test copies in milliseconds. */
export async function provideTemplate(project: TestProject) {
  const { value, release } = await share('template', async () => {
    const template = await startTemplate();
    const { port, pid } = template;
    return { value: { port, pid }, end: async () => await template.stop() };
  });
  project.provide('databaseServer', value);
  return { databaseServer: value, release };
}

/** For use cases, which need no Worker. */
export default async function setup(project: TestProject) {
  const { release } = await provideTemplate(project);
  return release;
}
