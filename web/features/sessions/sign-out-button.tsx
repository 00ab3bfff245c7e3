import { logout } from '../../../src/features/sessions/contract.ts';
import { problemWords } from '../../problem.ts';
import { signedInCall, signedOut } from '../../session.ts';
import { t } from '../../text.ts';
import { mayLeave } from '../../ui/keep-page.ts';
import { useAct } from '../../ui/use-act.ts';

/** Ends this session; the page learns of it and leads to the sign-in page. */
export function SignOutButton() {
  const act = useAct();
  async function signOut() {
    if (!mayLeave()) {
      return;
    }
    const reply = await act.run(async () => await signedInCall(logout, {}));
    if (reply?.ok) {
      signedOut();
    }
  }
  return (
    <>
      <span role="alert" class="text-sm text-danger">
        {act.problem && t('Not signed out.')}
      </span>
      <button
        type="button"
        class="min-h-9 shrink-0 rounded-md px-2.5 text-[0.9375rem] font-medium text-muted hover:bg-sunken hover:text-ink"
        aria-disabled={act.busy || undefined}
        title={act.problem ? problemWords(act.problem).detail : undefined}
        onClick={() => void signOut()}
      >
        {act.busy ? t('Signing out…') : t('Sign out')}
      </button>
    </>
  );
}
