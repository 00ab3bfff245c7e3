import { inject } from 'vitest';

type SimulatorName = keyof ReturnType<typeof simulators>;

const simulators = () => inject('simulators');

/** Misbehaviour of a simulator; `{}` is normal. */
export interface SimulatorMode {
  readonly status?: number;
  readonly code?: number;
  readonly hang_ms?: number;
  readonly drop?: boolean;
  readonly drop_after_send?: boolean;
  readonly delivery?: 'undelivered' | 'failed';
  readonly error_code?: number;
  readonly callbacks?: boolean;
  readonly delivery_ms?: number;
}

/** Makes a simulator misbehave until it is told otherwise. */
export async function setMode(name: SimulatorName, mode: SimulatorMode): Promise<void> {
  const response = await fetch(`${simulators()[name]}/mode`, {
    method: 'POST',
    body: JSON.stringify(mode),
  });
  if (!response.ok) {
    throw new Error(`${name} refused ${JSON.stringify(mode)}: ${await response.text()}`);
  }
}

export interface SimulatedMessage {
  readonly sid: string;
  readonly to: string;
  readonly body: string;
  readonly status: string;
  readonly status_callback: string;
  readonly callbacks: readonly { readonly status: string; readonly http_status: number }[];
}

/** What the simulator of the messaging provider has taken, newest first. */
export async function sentMessages(): Promise<SimulatedMessage[]> {
  const response = await fetch(`${simulators().twilio}/messages`);
  return await response.json<SimulatedMessage[]>();
}
