import { useEffect, useState } from 'preact/hooks';
import { t } from '../text.ts';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for people who hear the page: "Copy the key". */
  readonly label: string;
  readonly children?: string;
}

const SHOWN_MILLISECONDS = 2500;

/** Copies a text and says whether it could. */
export function CopyButton({ text, label, children = t('Copy') }: CopyButtonProps) {
  const [outcome, setOutcome] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setOutcome(''), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome(t('Copied'));
    } catch {
      setOutcome(t('Not copied')); // the browser may refuse; the text is there to be selected
    }
  }

  return (
    <>
      <button
        type="button"
        aria-label={label}
        class="inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-md border border-edge/60 bg-surface px-2.5 text-sm font-medium text-ink hover:border-edge hover:bg-sunken"
        onClick={() => void copy()}
      >
        {outcome || children}
      </button>
      <span role="status" class="sr-only">
        {outcome}
      </span>
    </>
  );
}
