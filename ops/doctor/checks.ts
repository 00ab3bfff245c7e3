import { join } from 'node:path';

import type { Check } from './check.ts';
import {
  apiReference,
  deployedVariables,
  health,
  limiter,
  reachedDatabase,
} from './checks/answers.ts';
import { auditHeads, cron } from './checks/audit.ts';
import { auditRights } from './checks/audit-rights.ts';
import { clock } from './checks/clock.ts';
import { migrationsIn, postgresVersion, reachable } from './checks/database.ts';
import { headers } from './checks/headers.ts';
import { roleCreates, roleMembership, rolePowers } from './checks/role.ts';
import { tls } from './checks/tls.ts';
import {
  encryptionKey,
  outsideServices,
  unknownVariables,
  variables,
  wantedVariables,
} from './checks/variables.ts';
import { cookies, systemStatus } from './checks/probe.ts';

/** Everything the doctor looks at, a line each, in the order in which one thing needs another. */
export const checks: readonly Check[] = Object.freeze([
  variables,
  encryptionKey,
  unknownVariables,
  wantedVariables,
  outsideServices,
  health,
  deployedVariables,
  limiter,
  reachedDatabase,
  tls,
  headers,
  apiReference,
  reachable,
  postgresVersion,
  migrationsIn(join(import.meta.dirname, '../../migrations')),
  rolePowers,
  roleMembership,
  roleCreates,
  auditRights,
  clock,
  auditHeads,
  cron,
  cookies,
  systemStatus,
]);
