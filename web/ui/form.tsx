import type { ComponentChildren } from 'preact';

import { Button } from './button.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { FormState } from './use-form.ts';

interface FormProps {
  readonly form: FormState;
  /** On the button that sends it. */
  readonly label: string;
  readonly kind?: 'primary' | 'danger';
  readonly wide?: boolean;
  readonly away?: { readonly label: string; readonly onPress: () => void };
  readonly onSubmit: (element: HTMLFormElement) => Promise<void>;
  /** A way on from the problem, in place of sending the form again. */
  readonly way?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Fields, one place for the problem, one button that sends, and perhaps one that leaves. */
export function Form({ form, label, kind = 'primary', wide = false, ...props }: FormProps) {
  const { act, element } = form;
  const { away } = props;
  return (
    <form
      ref={element}
      noValidate
      class="space-y-5"
      onInput={() => {
        if (act.problem?.error_code === 'PASSWORD_TOO_WEAK') {
          act.clear(); // it was about another password than the one that is typed now
        }
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void props.onSubmit(event.currentTarget);
      }}
    >
      {props.children}
      <ProblemNote problem={act.problem}>{props.way}</ProblemNote>
      <div class="flex flex-wrap gap-3">
        <Button
          type="submit"
          kind={kind}
          wide={wide}
          busy={act.busy}
          disabled={act.held || Boolean(props.way)}
        >
          {label}
        </Button>
        {away && (
          <Button kind="secondary" onClick={away.onPress}>
            {away.label}
          </Button>
        )}
      </div>
    </form>
  );
}
