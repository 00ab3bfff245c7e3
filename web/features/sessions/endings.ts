import { forgetDevice, revokeSession } from '../../../src/features/sessions/contract.ts';
import { signedInCall } from '../../session.ts';
import { t } from '../../text.ts';
import { browserName, type Browser } from './browser-name.ts';
import type { Ending } from './use-ending.ts';

interface Owned extends Browser {
  readonly id: string;
  readonly current: boolean;
}

/** The end of one session, and of what the server remembers of its browser. */
export function endSession(session: Owned): Ending {
  const { id, current } = session;
  const name = browserName(session);
  return {
    title: current ? t('End this session?') : t('End the session on {browser}?', { browser: name }),
    text: current
      ? t('You are signed out here, and this browser is forgotten.')
      : t('Whoever uses it has to sign in again, and that browser is forgotten.'),
    label: t('End session'),
    done: t('The session on {browser} has ended.', { browser: name }),
    endsThis: current,
    act: async () => await signedInCall(revokeSession, {}, { params: { id } }),
  };
}

/** A browser is remembered no more, and signed out. */
export function endDevice(device: Owned): Ending {
  const { id, current } = device;
  const name = browserName(device);
  return {
    title: current ? t('Forget this browser?') : t('Forget {browser}?', { browser: name }),
    text: current
      ? t('You are signed out here.')
      : t('Its sessions end. Signing in there remembers it again.'),
    label: t('Forget'),
    done: t('{browser} is forgotten.', { browser: name }),
    endsThis: current,
    act: async () => await signedInCall(forgetDevice, {}, { params: { id } }),
  };
}
