import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  /** Escape, or whatever the browser takes for "away". Without it the dialog stays. */
  readonly onAway?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

/** A modal dialog: the browser holds the focus inside and gives it back where it was. */
export function Dialog({ title, onAway, children }: DialogProps) {
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
      class="m-auto w-[calc(100%-2rem)] max-w-md rounded-xl border border-hairline bg-surface p-5 text-ink shadow-xl sm:p-6"
      onCancel={(event) => {
        event.preventDefault(); // closed by being no longer drawn
        onAway?.();
      }}
    >
      <h2 id={id} class="mb-2 text-lg font-semibold tracking-tight">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
