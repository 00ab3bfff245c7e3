import 'vitest';

import type { TemplateServer } from '../../dev/database.ts';
import type { MockServices } from '../../dev/mock-services.ts';
import type { SharedFixtures } from './fixtures.ts';

declare module 'vitest' {
  /**  its tests; see start-stack.ts. */
  export interface ProvidedContext {
    /** http://localhost:<port> */
    appUrl: string;
    /** Direct PostgreSQL as the owner: for looking at the data and moving its clock. */
    databaseUrl: string;
    /** The Worker's own role over HTTP. */
    appDatabaseUrl: string;
    /** The Neon stand-in's control endpoints. */
    neonHttpUrl: string;
    /** The simulators, by kind. */
    simulators: MockServices['urls'];
    /** With what the simulator of the messaging provider signs its reports. */
    twilioAuthToken: string;
    /** ACCESS_TOKEN_KEYS of the stack: the current key and the previous one. */
    tokenKeys: string;
    /** The Worker's log, one JSON line per request. */
    logFile: string;
    /** What quickly made people share. */
    fixtures: SharedFixtures;
    /** The key the stack was started with, for checks by other implementations. */
    appEncKey: string;
    /** A built Worker, so that a test can start a stack of its own quickly. */
    built: string;
    /** The PostgreSQL of all stacks, for one more copy of its migrated database. */
    databaseServer: TemplateServer;
    /** Where a worker asks for its stack; see use-own-stack.ts. */
    stackServer: string;
  }
}
