import { endTrust, forgetDevice, revokeSession } from '../../../src/features/sessions/contract.ts';
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
      : t('The person who uses it has to sign in again, and that browser is forgotten.'),
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

/** A browser is trusted no more; its sessions go on. */
export function endTrustIn(device: Owned): Ending {
  const name = browserName(device);
  return {
    title: device.current
      ? t('Stop trusting this browser?')
      : t('Stop trusting {browser}?', { browser: name }),
    text: t('The next sign-in there asks for a code again. Who is signed in there stays so.'),
    label: t('Stop trusting'),
    done: t('{browser} is no longer trusted.', { browser: name }),
    endsThis: false,
    act: async () => await signedInCall(endTrust, {}, { params: { id: device.id } }),
  };
}
