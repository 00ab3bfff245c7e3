/** A stack in a process of its own, for start-stacks.ts: what stands in for the outside world has a core to itself. */
import process from 'node:process';
import type { OwnParts } from './start-stacks.ts';
import { startStack, type Stack, type StackOptions } from '../../dev/stack.ts';

function placesOf({ appUrl, database, mockServices, logFile }: Stack): OwnParts {
  return {
    appUrl,
    databaseUrl: database.ownerUrl,
    appDatabaseUrl: database.appDatabaseUrl,
    neonHttpUrl: database.neonHttp.url,
    simulators: mockServices.urls,
    twilioAuthToken: mockServices.vars['TWILIO_AUTH_TOKEN'] ?? '',
    logFile,
  };
}

process.once('message', (options: StackOptions) => {
  const starting = startStack(options);
  // The channel closes when the tests are over, and when their parent process is killed.
  process.once('disconnect', () => {
    starting
      .then(async (stack) => await stack.stop())
      .finally(() => process.exit(0))
      .catch(() => {}); // said already
  });
  starting.then(
    (stack) => process.send?.({ places: placesOf(stack) }),
    (error: unknown) => process.send?.({ problem: String(error) }),
  );
});
