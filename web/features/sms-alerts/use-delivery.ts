import { useEffect, useState } from 'preact/hooks';

import { loadCalls, type ProviderCall } from '../../ledger.ts';
import { isLastWord, nextLook, stageOf, type Stage } from './delivery-watch.ts';

export interface Delivery {
  readonly stage: Stage;
  /** The row of the ledger, once it was seen. */
  readonly call: ProviderCall | null;
}

const MESSENGER = 'twilio';

/**
 * Follows one message until its end is known or we have waited long enough. `turn` begins anew. A look that fails
 * is as good as one that shows nothing new.
 */
export function useDelivery(eventId: string, turn: number): Delivery {
  const [delivery, setDelivery] = useState<Delivery>({ stage: 'taken', call: null });
  useEffect(() => {
    const startedAt = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let call: ProviderCall | null = null;
    let gone = false;
    async function look() {
      const reply = await loadCalls(MESSENGER);
      if (gone) {
        return;
      }
      call = (reply.ok && reply.value.events.find(({ id }) => id === eventId)) || call;
      const stage = stageOf(call);
      const wait = nextLook(stage, Date.now() - startedAt, document.hidden);
      setDelivery({ stage: wait === null && !isLastWord(stage) ? 'unreported' : stage, call });
      if (wait !== null) {
        timer = setTimeout(() => void look(), wait);
      }
    }
    setDelivery((before) => ({ ...before, stage: stageOf(before.call) }));
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [eventId, turn]);
  return delivery;
}
