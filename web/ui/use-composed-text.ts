import type { TargetedCompositionEvent, TargetedInputEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';

/**
 * The events of an input whose text is read only when it is whole: an input method shows its candidates
 * in the field, and each of them is no text yet. `onText` gets the text once, at `compositionend`.
 */
export function useComposedText(value: string, onText: (input: HTMLInputElement) => void) {
  const [unfinished, setUnfinished] = useState<string | null>(null);
  // Firefox sends one more `input` after `compositionend`; it says nothing new.
  const lastRead = useRef<string | null>(null);
  return {
    // As it stands in the field, or a drawing meanwhile would take it away.
    value: unfinished ?? value,
    onInput(event: TargetedInputEvent<HTMLInputElement>) {
      const { currentTarget } = event;
      if (event.isComposing) {
        setUnfinished(currentTarget.value);
      } else if (currentTarget.value !== lastRead.current) {
        onText(currentTarget);
      }
      lastRead.current = null;
    },
    onCompositionEnd({ currentTarget }: TargetedCompositionEvent<HTMLInputElement>) {
      setUnfinished(null);
      onText(currentTarget);
      lastRead.current = currentTarget.value;
    },
  };
}
