import { useEffect, useState } from 'preact/hooks';

import type { FormState } from './use-form.ts';

/**
 * The digits of a form that asks for nothing else. The field takes the focus, and is emptied after a
 * refusal only: what a device fills in may be there before this page's first look.
 */
export function useCode({ act, element }: FormState) {
  const [code, setCode] = useState('');
  useEffect(() => {
    if (act.problem) {
      setCode('');
    }
    element.current?.querySelector('input')?.focus();
  }, [act.problem, element]);
  return [code, setCode] as const;
}
