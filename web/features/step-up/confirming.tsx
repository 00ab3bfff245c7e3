import { useEffect } from 'preact/hooks';

import { answer, question } from '../../confirmation.ts';
import { session } from '../../session.ts';
import { later } from '../../ui/later.tsx';

const ReauthenticateDialog = later(
  async () => (await import('./reauthenticate-dialog.tsx')).ReauthenticateDialog,
);

/** Above every page: asks whether it is still the same person, whenever something waits for that. */
export function Confirming() {
  const open = question.value;
  const state = session.value;
  const isOver = state.status === 'signed_out';
  useEffect(() => {
    if (open && isOver) {
      answer(false); // there is nothing left to confirm
    }
  }, [open, isOver]);
  const twoFactor = state.status === 'signed_in' && state.me.user.two_factor_enabled;
  return (
    open && <ReauthenticateDialog reason={open.reason} twoFactor={twoFactor} onAnswer={answer} />
  );
}
