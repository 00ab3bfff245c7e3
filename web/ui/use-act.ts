import { useRef, useState } from 'preact/hooks';

import type { Reply } from '../api.ts';
import type { Problem } from '../problem.ts';
import { useSecondsLeft } from './countdown.ts';

/** One act of a form: whether it runs, what went wrong, and whether it must wait. */
export interface Act {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Waiting for a limit to pass. */
  readonly held: boolean;
  clear(): void;
  /** The page is being left, and stays drawn until the next one's script is there: nothing runs any more. */
  close(): void;
  /** Runs the act unless one is under way; then, and while held, the answer is null. */
  run<T>(act: () => Promise<Reply<T>>): Promise<Reply<T> | null>;
}

/** Keeps an act from being started twice and holds its problem until the next try. */
export function useAct(): Act {
  const running = useRef(false);
  const closed = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const held = useSecondsLeft(problem?.retry_at ?? null) > 0;
  return {
    busy,
    problem,
    held,
    clear: () => setProblem(null),
    close() {
      closed.current = true;
    },
    async run(act) {
      // The state comes with the next drawing; two clicks can be faster than that.
      if (running.current || closed.current || held) {
        return null;
      }
      running.current = true;
      setBusy(true);
      try {
        const reply = await act();
        setProblem(reply.ok ? null : reply.problem);
        return reply;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}
