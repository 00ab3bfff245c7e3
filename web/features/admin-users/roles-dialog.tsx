import { useState } from 'preact/hooks';

import type { Role } from '../../../src/core/roles/view.ts';
import { changeRoles } from '../../../src/features/admin-users/contract.ts';
import { roleCall } from '../../role-call.ts';
import { t } from '../../text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { withExact } from '../../ui/exact.tsx';
import { Form } from '../../ui/form.tsx';
import { useForm } from '../../ui/use-form.ts';
import { roleHints, roles } from './user-words.ts';
import type { Shown } from './users.ts';

interface RolesDialogProps {
  readonly user: Shown;
  readonly onAway: () => void;
  readonly onDone: () => Promise<void>;
}

/** Other roles for somebody: they hold from that person's next request on. */
export function RolesDialog({ user, onAway, onDone }: RolesDialogProps) {
  const form = useForm(changeRoles);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(user.roles));
  const wrong = form.wrong['roles'];

  async function submit() {
    const values = { roles: roles.filter((role) => chosen.has(role)) };
    const reply = await form.send(
      values,
      {},
      async () => await roleCall(changeRoles, values, { params: { id: user.id } }),
    );
    if (reply?.ok) {
      await onDone();
    }
  }

  function choose(role: string, isChosen: boolean) {
    setChosen(new Set([...chosen].filter((one) => one !== role).concat(isChosen ? [role] : [])));
  }

  return (
    <Dialog title={t('Change roles')} onAway={form.act.busy ? undefined : onAway}>
      <Form
        form={form}
        label={t('Give these roles')}
        away={{ label: t('Cancel'), onPress: onAway }}
        onSubmit={submit}
      >
        <p class="break-words text-muted">
          {withExact(
            t('What {email} may do changes with their next request. They are told by mail.'),
            { email: user.email },
          )}
        </p>
        <fieldset class="space-y-3">
          <legend class="sr-only">{t('Roles')}</legend>
          {roles.map((role) => (
            <RoleBox
              key={role}
              role={role}
              checked={chosen.has(role)}
              onChange={(isChosen) => choose(role, isChosen)}
            />
          ))}
        </fieldset>
        <p role="alert" class="text-sm text-danger empty:hidden">
          {wrong}
        </p>
      </Form>
    </Dialog>
  );
}

interface RoleBoxProps {
  readonly role: Role;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function RoleBox({ role, checked, onChange }: RoleBoxProps) {
  return (
    <label class="flex items-start gap-3">
      <input
        type="checkbox"
        class="mt-0.5 size-5 shrink-0 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="min-w-0">
        {role} <span class="block text-sm text-muted">{roleHints()[role]}</span>
      </span>
    </label>
  );
}
