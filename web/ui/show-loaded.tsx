import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { t } from '../text.ts';
import { Button } from './button.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { Loaded } from './use-loaded.ts';

interface ShowLoadedProps<T> {
  readonly loaded: Loaded<T>;
  /** Holds the place until the first answer, and is as tall as it. */
  readonly waiting: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}

/** What was loaded; before that its place, and whenever a try failed why, with a way to try again. */
export function ShowLoaded<T>({ loaded, waiting, children }: ShowLoadedProps<T>) {
  const { value, problem, reload } = loaded;
  return (
    <>
      {problem && (
        <ProblemNote problem={problem}>
          <TryAgain reload={reload} />
        </ProblemNote>
      )}
      {value === null ? !problem && waiting : children(value)}
    </>
  );
}

function TryAgain({ reload }: { readonly reload: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  async function press() {
    setBusy(true);
    await reload();
    setBusy(false);
  }
  return (
    <Button kind="secondary" busy={busy} onClick={() => void (busy || press())}>
      {t('Try again')}
    </Button>
  );
}
