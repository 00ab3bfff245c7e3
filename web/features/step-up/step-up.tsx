import type { ComponentChildren } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';

import type { Endpoint, InputOf, ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import type { Address, Reply } from '../../api.ts';
import { FreshCallContext, type FreshCalls } from '../../fresh-call.ts';
import { loadSession, signedInCall } from '../../session.ts';
import { later } from '../../ui/later.tsx';

const ReauthenticateDialog = later(
  async () => (await import('./reauthenticate-dialog.tsx')).ReauthenticateDialog,
);

interface StepUpProps {
  /** Whether the second door is asked for, too. */
  readonly twoFactor: boolean;
  readonly children: ComponentChildren;
}

type Answer = (confirmed: boolean) => void;

/** Lets the acts inside ask for a confirmation that it is still the same person, and then go on. */
export function StepUp({ twoFactor, children }: StepUpProps) {
  const [answer, setAnswer] = useState<{ readonly give: Answer } | null>(null);
  const confirm = useCallback(
    async () =>
      await new Promise<boolean>((resolve) => {
        setAnswer({
          give: (confirmed) => {
            setAnswer(null);
            resolve(confirmed);
          },
        });
      }),
    [],
  );
  const calls = useMemo(() => freshCalls(confirm), [confirm]);
  return (
    <FreshCallContext.Provider value={calls}>
      {children}
      {answer && <ReauthenticateDialog twoFactor={twoFactor} onAnswer={answer.give} />}
    </FreshCallContext.Provider>
  );
}

function freshCalls(confirm: () => Promise<boolean>): FreshCalls {
  return {
    async call<E extends Endpoint>(
      contract: E,
      body: InputOf<E>,
      address: Address = {},
    ): Promise<Reply<ViewOf<E>>> {
      const reply = await signedInCall(contract, body, address);
      const stale = !reply.ok && reply.problem.error_code === 'FRESH_SESSION_REQUIRED';
      return stale && (await confirm()) ? await signedInCall(contract, body, address) : reply;
    },
    // The server is asked: by its clock the ten minutes count, not by this device's.
    async ensureFresh() {
      const reply = await loadSession();
      if (!reply.ok || reply.value.session.fresh_until !== null) {
        return 'fresh'; // what is wrong with the connection will show with the act itself
      }
      return (await confirm()) ? 'confirmed' : 'declined';
    },
  };
}
