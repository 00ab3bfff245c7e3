import { listSessions } from '../../../src/features/sessions/contract.ts';
import { signedInCall } from '../../session.ts';

/** For `useLoaded`: the living sessions of the person. */
export const loadSessions = async () => await signedInCall(listSessions, {});
