import { t } from '../../text.ts';
import { Facts } from '../../ui/facts.tsx';
import { Moment } from '../../ui/moment.tsx';
import { statusText } from './user-words.ts';
import type { Shown } from './users.ts';

/** All that is known of an account. */
export function UserFacts({ user }: { readonly user: Shown }) {
  const reset = user.two_factor_reset;
  return (
    <Facts
      facts={[
        [t('Status'), statusText(user)],
        [t('Roles'), user.roles.join(', ')],
        [
          t('Address confirmed'),
          user.email_verified_at === null ? t('No') : <Moment at={user.email_verified_at} />,
        ],
        ...(user.mail_refused === null
          ? []
          : ([
              [
                t('E-mail'),
                user.mail_refused === 'bounced'
                  ? t('E-mail bounced: only requested links are sent')
                  : t('Reported as spam: only requested links are sent'),
              ],
            ] as const)),
        [t('Two-factor'), user.two_factor_enabled ? t('On') : t('Off')],
        ...(reset
          ? ([
              [t('Reset asked for'), <Moment key="asked" at={reset.requested_at} />],
              [
                t('Reset carried out'),
                reset.due_at === null ? (
                  t('Once a second person approves it')
                ) : (
                  <Moment key="due" at={reset.due_at} />
                ),
              ],
            ] as const)
          : []),
        [t('Sessions'), user.sessions],
        [t('Last seen'), user.last_seen_at === null ? '–' : <Moment at={user.last_seen_at} />],
        [t('Member since'), <Moment key="since" at={user.created_at} />],
        [t('Id'), <Id key="id" text={user.id} />],
      ]}
    />
  );
}

function Id({ text }: { readonly text: string }) {
  return (
    <code translate={false} class="inline-block font-mono text-sm break-all select-all">
      {text}
    </code>
  );
}
