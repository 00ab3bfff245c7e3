import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import type { Reply } from '../api.ts';
import { checkFields, type FieldMessages } from '../check-fields.ts';
import { useAct, type Act } from './use-act.ts';

/** What a form needs to know of itself. */
export interface FormState {
  readonly act: Act;
  /** What is wrong with which field, before anything was sent. */
  readonly wrong: FieldMessages;
  readonly element: RefObject<HTMLFormElement | null>;
  /** Sends only what the contract takes; null when it was not sent, or is under way already. */
  send<V extends object, T>(
    values: V,
    required: FieldMessages,
    send: (values: V) => Promise<Reply<T>>,
  ): Promise<Reply<T> | null>;
}

const nothingWrong: FieldMessages = Object.freeze({});

/** One form for one endpoint: checks it, sends it once, and leads the eye to the first wrong field. */
export function useForm(contract: Pick<Endpoint, 'body'>): FormState {
  const act = useAct();
  const [wrong, setWrong] = useState(nothingWrong);
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wrong !== nothingWrong) {
      element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    }
  }, [wrong]);
  return {
    act,
    wrong,
    element,
    async send(values, required, send) {
      const messages = checkFields(contract, values, required);
      setWrong(messages ?? nothingWrong);
      return messages ? null : await act.run(async () => await send(values));
    },
  };
}
