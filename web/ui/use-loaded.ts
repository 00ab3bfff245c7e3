import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import type { Reply } from '../api.ts';
import { isAway, type Problem } from '../problem.ts';
import { useRetry } from './use-retry.ts';

export interface Loaded<T> {
  /** The last good answer, null before the first. It stays when a later try fails. */
  readonly value: T | null;
  /** Why the last try failed; null when it did not. */
  readonly problem: Problem | null;
  readonly reload: () => Promise<void>;
}

/**
 * Loads when first drawn, whenever `key` changes, and again by itself while the network is away; only
 * the answer to the last question counts.
 */
export function useLoaded<T>(load: () => Promise<Reply<T>>, key: unknown): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const question = useRef(0);
  const reload = useCallback(async () => {
    question.current += 1;
    const mine = question.current;
    const reply = await load();
    if (mine !== question.current) {
      return;
    }
    if (reply.ok) {
      setValue(() => reply.value);
    }
    setProblem(reply.ok ? null : reply.problem);
  }, [load]);
  useEffect(() => {
    void reload();
  }, [reload, key]);
  useRetry(isAway(problem), reload);
  return { value, problem, reload };
}
