import { UnconfirmedNote } from '../features/email-verification/unconfirmed-note.tsx';
import { DataCard } from '../features/account-deletion/data-card.tsx';
import { PhoneCard } from '../features/phone/phone-card.tsx';
import { t } from '../text.ts';
import { Appearance } from '../ui/appearance.tsx';
import { Card } from '../ui/card.tsx';
import { Exact } from '../ui/exact.tsx';
import { Facts } from '../ui/facts.tsx';
import { Moment } from '../ui/moment.tsx';
import { Settings } from './settings.tsx';

/** The page at `/settings/profile`. */
export function Profile() {
  return (
    <Settings title={t('Profile')} lead={t('Who you are here, and how alerts reach you.')}>
      {({ user }) => (
        <>
          <UnconfirmedNote user={user} />
          <Card title={t('Account')}>
            <Facts
              facts={[
                [
                  t('E-mail address'),
                  // A box of its own: its first letter stays as it is.
                  <Exact key="email" look="inline-block max-w-full break-words">
                    {user.email}
                  </Exact>,
                ],
                [t('Member since'), <Moment key="since" at={user.created_at} />],
              ]}
            />
          </Card>
          <PhoneCard phone={user.phone} verifiedAt={user.phone_verified_at} />
          <Card title={t('Appearance')}>
            <p class="text-muted">{t('Kept in this browser alone.')}</p>
            <Appearance />
          </Card>
          <DataCard user={user} />
        </>
      )}
    </Settings>
  );
}
