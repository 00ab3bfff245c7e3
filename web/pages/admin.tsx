import type { ComponentChildren } from 'preact';

import type { Permission } from '../../src/core/roles/permissions.ts';
import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { Heading } from '../ui/heading.tsx';
import { SignedIn } from './signed-in.tsx';

interface AdminProps {
  readonly title: string;
  readonly lead: string;
  readonly permission: Permission;
  readonly children: (me: Me) => ComponentChildren;
}

/** A page for somebody with a role, and with two-factor authentication on: everybody else reads why not. */
export function Admin({ title, lead, permission, children }: AdminProps) {
  return (
    <SignedIn wide>
      {(me) => (
        <>
          <div class="space-y-1">
            <Heading title={title} />
            <p class="text-muted">{lead}</p>
          </div>
          {me.permissions.includes(permission) ? (
            me.user.two_factor_enabled ? (
              children(me)
            ) : (
              <NeedsTwoFactor />
            )
          ) : (
            <p class="max-w-prose">{t('Your role does not open this page.')}</p>
          )}
        </>
      )}
    </SignedIn>
  );
}

function NeedsTwoFactor() {
  return (
    <div class="max-w-prose rounded-lg border border-caution/30 bg-caution-wash px-4 py-3 text-[0.9375rem]">
      <p class="font-medium text-caution">
        {t('Your role works only with two-factor authentication.')}
      </p>
      <p class="mt-1">
        {t('It is off. Nothing can be administered until you turn it on.')}{' '}
        <a class="link" href="/settings/security">
          {t('Turn on two-factor authentication')}
        </a>
      </p>
    </div>
  );
}
