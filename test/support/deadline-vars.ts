import process from 'node:process';

/**
 * For stacks whose tests are about something else than deadlines: on a busy machine a limiter that takes
 * three quarters of a second is slow and not silent. The project says how long the deadlines of its stacks are.
 */
export function deadlineVars() {
  return { DEADLINE_FACTOR: process.env['DEADLINE_FACTOR'] ?? '10' };
}
