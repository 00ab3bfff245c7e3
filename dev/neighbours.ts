import type { Vars } from './dev-vars.ts';

/** What stands in for the outside world: each answers on loopback and names itself to the Worker in `vars`. */
export type Neighbours = {
  twilioUrl: string | null;
  mailUrl: string | null;
  vars: Vars;
  stop(): Promise<void>;
};

/** Starts the simulators of outside providers. There is none so far. */
export async function startNeighbours(): Promise<Neighbours> {
  return await Promise.resolve({ twilioUrl: null, mailUrl: null, vars: {}, stop: async () => {} });
}
