import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

import { t } from '../text.ts';

interface DrawerProps {
  readonly title: string;
  /** Escape, the button, or a press beside it. */
  readonly onAway: () => void;
  readonly children: ComponentChildren;
}

/** A modal sheet at the edge of the page. The browser holds the focus inside and gives it back. */
export function Drawer({ title, onAway, children }: DrawerProps) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      class="my-0 mr-0 ml-auto h-dvh max-h-none w-full max-w-2xl overflow-y-auto overscroll-contain border-hairline bg-surface text-ink shadow-xl sm:border-l"
      onCancel={(event) => {
        event.preventDefault(); // closed by being no longer drawn
        onAway();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) {
          onAway();
        }
      }}
    >
      <div class="min-h-full">
        <div class="sticky top-0 z-10 flex items-center justify-between gap-4 border-b border-hairline bg-surface px-5 py-3 sm:px-6">
          <h2 id={id} class="min-w-0 text-lg font-semibold tracking-tight">
            {title}
          </h2>
          <button
            type="button"
            class="min-h-9 shrink-0 rounded-md px-2.5 text-[0.9375rem] font-medium text-muted hover:bg-sunken hover:text-ink"
            onClick={onAway}
          >
            {t('Close')}
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
