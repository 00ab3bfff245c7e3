import { signal } from './signal.ts';

/** `late`: the sign-in was a while ago. `moved`: the session has turned up on another network. */
export type Reason = 'late' | 'moved';

/** Whether it is still the same person, and what waits for the answer. */
interface Question {
  readonly reason: Reason;
  readonly waiting: readonly ((confirmed: boolean) => void)[];
}

/** Asked by the dialog of features/step-up, which stands above every page. */
export const question = signal<Question | null>(null);

/** Asks for everything that a sign-in asks for, once for all that wait; false when the person declines. */
export async function confirmed(reason: Reason): Promise<boolean> {
  return await new Promise((resolve) => {
    const open = question.peek();
    question.value = {
      reason: open?.reason ?? reason,
      waiting: [...(open?.waiting ?? []), resolve],
    };
  });
}

/** Closes the question and lets go what waits for it. */
export function answer(isConfirmed: boolean): void {
  const waiting = question.peek()?.waiting ?? [];
  question.value = null;
  for (const goOn of waiting) {
    goOn(isConfirmed);
  }
}
