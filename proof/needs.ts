import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import type { Need } from './claim.ts';
import { hasOathtool } from './client/authenticator.ts';
import { believesAddresses, type Deployment } from './client/deployment.ts';

/** Why a need is not met. */
export interface MissingNeed {
  readonly why: string;
  /** True when it can be installed on this machine, false when this kind of deployment cannot offer it. */
  readonly isOwed: boolean;
}

export type Missing = ReadonlyMap<Need, MissingNeed>;

const ROOT = join(import.meta.dirname, '..');

interface Situation {
  readonly deployment: Deployment;
  /** A built Worker to start more stacks of. */
  readonly built: string | null;
}

/** The needs that this run cannot meet, each with the reason. */
export function findMissing(situation: Situation): Missing {
  const missing = new Map<Need, MissingNeed>();
  for (const [needs, isOwed] of [
    [ofDeployment(situation), false],
    [ofThisMachine(), true],
  ] as const) {
    for (const [need, isThere, why] of needs) {
      if (!isThere) {
        missing.set(need, { why, isOwed });
      }
    }
  }
  return missing;
}

const isFile = (path: string | undefined) => path !== undefined && existsSync(path);

type Met = readonly [need: Need, isThere: boolean, whyNot: string];

/** The needs that depend on the deployment. */
function ofDeployment({ deployment, built }: Situation): readonly Met[] {
  const { databaseUrl, secrets, logFile, durableObjectsDir, twilioUrl, mailUrl } = deployment;
  return [
    ['database', databaseUrl !== undefined, 'No --database-url was given, so no row can be shown.'],
    [
      'keys',
      secrets !== undefined,
      'It needs the secrets of the deployment, and a proof never asks for them: it knows only those of a stack it started itself.',
    ],
    ['logs', isFile(logFile), 'The log of this deployment cannot be read from here.'],
    [
      'objects',
      isFile(durableObjectsDir),
      'The storage of the Durable Objects cannot be read from here.',
    ],
    [
      'simulators',
      twilioUrl !== undefined && mailUrl !== undefined,
      'It would send real messages and e-mails: only simulators may receive them.',
    ],
    [
      'addresses',
      believesAddresses(deployment),
      'It needs many client addresses, and Cloudflare does not let a client choose one.',
    ],
    [
      'own-stack',
      built !== null,
      'It starts a second Worker with other settings, which only a run that starts its own stack can do.',
    ],
  ];
}

/** The needs that an installed program meets. */
function ofThisMachine(): readonly Met[] {
  const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  return [
    [
      'browser',
      existsSync(chromium),
      'There is no Chromium here: install the package "chromium" or set CHROMIUM_PATH.',
    ],
    [
      'git',
      answers('git', ['-C', ROOT, 'rev-parse', 'HEAD']),
      'This is no git clone, so there is no history to show.',
    ],
    ['oathtool', hasOathtool(), 'There is no oathtool here: install the package "oathtool".'],
    [
      'openssl',
      answers('openssl', ['version']),
      'There is no openssl here: install the package "openssl".',
    ],
  ];
}

function answers(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
