import { useState } from 'preact/hooks';

import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { withExact } from '../../ui/exact.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useAct } from '../../ui/use-act.ts';
import { adminActionsFor, type AdminAction } from './admin-actions.ts';
import { RolesDialog } from './roles-dialog.tsx';
import type { Shown } from './users.ts';

interface UserActsProps {
  readonly user: Shown;
  readonly me: Me;
  readonly onChanged: () => Promise<void>;
}

/** What the person's role lets them do with this account, each after a question. */
export function UserActs({ user, me, onChanged }: UserActsProps) {
  const { act, asked, done, ask, finish, confirm } = useAsking(onChanged);
  if (user.id === me.user.id) {
    return <p class="text-muted">{t('This is you: nobody acts on their own account here.')}</p>;
  }
  const actions = adminActionsFor(user, me.user.id).filter(
    ({ fits, permission }) => fits && me.permissions.includes(permission),
  );
  return (
    <div class="space-y-4">
      <Notice focus>{done}</Notice>
      <div role="group" aria-label={t('What you can do')} class="flex flex-wrap gap-3">
        {actions.map((action) => (
          <Button key={action.label} kind="secondary" onClick={() => ask(action)}>
            {action.label}
          </Button>
        ))}
        {me.permissions.includes('users.roles.change') && (
          <Button kind="secondary" onClick={() => ask('roles')}>
            {t('Change roles')}
          </Button>
        )}
      </div>
      {asked === 'roles' && (
        <RolesDialog
          user={user}
          onAway={() => ask(null)}
          onDone={async () => await finish(t('The roles are changed, from the next request on.'))}
        />
      )}
      {asked !== null && asked !== 'roles' && (
        <ConfirmDialog
          question={{ ...asked, text: withExact(asked.text, { email: user.email }) }}
          act={act}
          onAway={() => ask(null)}
          onConfirm={async () => await confirm(asked)}
        />
      )}
    </div>
  );
}

type Asked = AdminAction | 'roles' | null;

/** One question at a time, and the sentence after it. */
function useAsking(onChanged: () => Promise<void>) {
  const act = useAct();
  const [asked, setAsked] = useState<Asked>(null);
  const [done, setDone] = useState('');

  function ask(question: Asked) {
    act.clear();
    setDone('');
    setAsked(question);
  }

  async function finish(sentence: string) {
    await onChanged();
    setAsked(null);
    setDone(sentence);
  }

  async function confirm(action: AdminAction) {
    const reply = await act.run(action.act);
    if (reply?.ok) {
      await finish(action.done);
    } else if (reply?.problem.error_code === 'USER_STATE_CONFLICT') {
      await onChanged(); // somebody was faster: what is behind the question is shown as it is now
    }
  }

  return { act, asked, done, ask, finish, confirm };
}
