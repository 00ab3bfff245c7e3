import { useCallback, useEffect, useState } from 'preact/hooks';

import type { ViewOf } from '../src/core/endpoint/endpoint.ts';
import { captchaSettings } from '../src/features/captcha/contract.ts';
import { call, type Reply } from './api.ts';
import type { FieldMessages } from './check-fields.ts';
import { t } from './text.ts';

/** For which act the answer of the check is good. */
export type CaptchaAction = 'register' | 'login' | 'second_factor';

type Settings = ViewOf<typeof captchaSettings>['captcha'];

/** The check that somebody is a person, as far as a form knows of it. */
export interface Captcha {
  readonly action: CaptchaAction;
  /** Null while none is to be shown. */
  readonly settings: Settings;
  /** Changes after each use: an answer is good once. */
  readonly round: number;
  /** What it adds to the body of the request. */
  readonly fields: { readonly captcha_token?: string };
  /** The sentence for when it was not done yet. */
  readonly required: FieldMessages;
  readonly onToken: (token: string) => void;
  /** Tells it what came of the request: its answer is used up, or it is asked for from now on. */
  readonly after: (reply: Reply<unknown> | null) => void;
}

/** `wanted` from the start, or once the server asks for it. Nobody is asked whether there is one before that. */
export function useCaptcha(action: CaptchaAction, wanted = false): Captcha {
  const [settings, setSettings] = useState<Settings>(null);
  const [token, setToken] = useState('');
  const [round, setRound] = useState(0);
  const load = useCallback(async () => {
    const reply = await call(captchaSettings, {});
    if (reply.ok) {
      setSettings(reply.value.captcha);
    }
  }, []);
  useEffect(() => {
    if (wanted) {
      void load();
    }
  }, [wanted, load]);
  return {
    action,
    settings,
    round,
    fields: settings ? { captcha_token: token } : {},
    required: settings
      ? { captcha_token: t('Wait until this check is done, then try again.') }
      : {},
    onToken: setToken,
    after(reply) {
      if (reply && settings) {
        setToken('');
        setRound(round + 1);
      } else if (reply && !reply.ok && reply.problem.error_code === 'CAPTCHA_REQUIRED') {
        void load();
      }
    },
  };
}
