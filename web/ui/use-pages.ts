import { useCallback, useState } from 'preact/hooks';

import type { Reply } from '../api.ts';
import { useAct, type Act } from './use-act.ts';
import { useLoaded, type Loaded } from './use-loaded.ts';

/** A list that is loaded page by page. */
export interface Pages<Page> {
  /** The first page. */
  readonly first: Loaded<Page>;
  /** Every page there is so far, none before the first answer. */
  readonly all: readonly Page[];
  /** There are more. */
  readonly hasMore: boolean;
  /** Of loading more. */
  readonly act: Act;
  readonly goOn: () => Promise<void>;
}

interface Followed {
  readonly next_before: string | null;
}

/** Begins anew whenever `load` is another function or the first page was loaded again. */
export function usePages<Page extends Followed>(
  load: (before: string | null) => Promise<Reply<Page>>,
): Pages<Page> {
  const first = useLoaded(
    useCallback(async () => await load(null), [load]),
    null,
  );
  const act = useAct();
  const [older, setOlder] = useState<readonly [of: Page | null, pages: readonly Page[]]>([
    null,
    [],
  ]);
  const newest = first.value;
  const following = older[0] === newest ? older[1] : [];
  const all = newest ? [newest, ...following] : [];
  const before = all.at(-1)?.next_before ?? null;
  return {
    first,
    all,
    hasMore: before !== null,
    act,
    async goOn() {
      const reply = await act.run(async () => await load(before));
      if (reply?.ok) {
        setOlder([newest, [...following, reply.value]]);
      }
    },
  };
}
