import { useState } from 'preact/hooks';

import type { Reply } from '../../api.ts';
import { signedOut } from '../../session.ts';
import { useAct } from '../../ui/use-act.ts';

/** Something that can be ended, with the words of the question before it and of the answer after. */
export interface Ending {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly done: string;
  /** This browser is among what ends. */
  readonly endsThis: boolean;
  readonly act: () => Promise<Reply<unknown>>;
}

/**
 * One question at a time. The list changes only once the server says that it is so; what had gone
 * already is as good as ended.
 */
export function useEnding(reload: () => Promise<void>) {
  const act = useAct();
  const [asked, setAsked] = useState<Ending | null>(null);
  const [done, setDone] = useState('');

  function ask(ending: Ending | null) {
    act.clear();
    setDone('');
    setAsked(ending);
  }

  async function confirm() {
    const ending = asked;
    if (!ending) {
      return;
    }
    const reply = await act.run(ending.act);
    if (!reply?.ok && reply?.problem.error_code !== 'NOT_FOUND') {
      return;
    }
    if (ending.endsThis) {
      signedOut();
      return;
    }
    await reload();
    setAsked(null);
    setDone(ending.done);
  }

  return { asked, done, act, ask, confirm };
}
