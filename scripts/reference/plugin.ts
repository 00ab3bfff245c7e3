import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import * as z from 'zod/mini';

import { features, sharedErrors } from '../../src/features.ts';
import { openApi } from '../../src/features/reference/contract.ts';
import { indexErrors } from '../../src/features/problems/problem-page.ts';
import { openApiDocument } from './document.ts';
import { refusalsOf } from './refusals.ts';

/** The reference of the routes as they are wired now. */
export function currentReference() {
  const manifest = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  const errors = indexErrors([...sharedErrors, ...features.flatMap((one) => one.errors)]);
  return openApiDocument({ features, errors, version, refusalsOf });
}

/**
 * Writes the reference beside the pages, so that it weighs nothing in the Worker. `npm run dev` answers with that of
 * the routes as they were at its start.
 */
export const writtenReference: Plugin = {
  name: 'written-reference',
  applyToEnvironment: ({ name }) => name === 'client',
  configureServer({ middlewares }) {
    middlewares.use(openApi.path, (_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(currentReference()));
    });
  },
  generateBundle() {
    const source = JSON.stringify(currentReference());
    this.emitFile({ type: 'asset', fileName: 'openapi.json', source });
  },
};
