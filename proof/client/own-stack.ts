import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { newSigningKey, type Vars } from '../../dev/dev-vars.ts';
import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import type { Deployment } from './deployment.ts';

export interface OwnStack {
  readonly deployment: Deployment;
  readonly stack: Stack;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

interface StackOptions {
  /** A folder with a built Worker; without one it is built from the sources. */
  readonly built?: string;
  /** Overrides all other variables; null removes one. */
  readonly vars?: Vars;
  /** False accepts a Worker that is meant to be unhealthy. */
  readonly healthy?: boolean;
}

/** Starts a whole stack on free ports with new secrets; the developer's files are not touched. */
export async function startOwnStack({
  built,
  vars,
  healthy = true,
}: StackOptions = {}): Promise<OwnStack> {
  process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
  process.env['WRANGLER_SEND_METRICS'] = 'false';
  const localDir = makeTemporaryFolder('proof');
  const appEncKey = randomBytes(32).toString('base64');
  const accessTokenKeys = JSON.stringify({ keys: [newSigningKey('proof')] });
  try {
    const stack = await startStack({
      port: 0,
      localDir,
      devVars: false,
      healthy,
      ...(built === undefined ? {} : { built }),
      vars: { APP_ENC_KEY: appEncKey, ACCESS_TOKEN_KEYS: accessTokenKeys, ...vars },
    });
    return {
      deployment: {
        appUrl: stack.appUrl,
        databaseUrl: stack.database.ownerUrl,
        neonUrl: stack.database.neonHttp.url,
        twilioUrl: stack.mockServices.twilioUrl,
        mailUrl: stack.mockServices.mailUrl,
        logFile: stack.logFile,
        durableObjectsDir: join(localDir, 'durable-objects'),
        secrets: {
          appEncKey,
          accessTokenKeys,
          twilioAuthToken: stack.mockServices.vars['TWILIO_AUTH_TOKEN'] ?? '',
        },
      },
      stack,
      stop: async () => {
        await stack.stop();
        rmSync(localDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(localDir, { recursive: true, force: true });
    throw error;
  }
}
