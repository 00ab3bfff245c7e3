import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { takeNotice, type Me } from '../../session.ts';
import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { Exact } from '../../ui/exact.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Heading } from '../../ui/heading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DoorList } from './door-list.tsx';
import { methodNames } from './method-names.ts';

interface OverviewPageProps {
  readonly me: Me;
  /** How the system stands, before anything else. */
  readonly standing?: ComponentChildren;
  /** What else is to be seen at a glance. */
  readonly children?: ComponentChildren;
}

/** Who is signed in, through which doors, and until when. */
export function OverviewPage({ me: { user, session }, standing, children }: OverviewPageProps) {
  const [sentence] = useState(takeNotice);
  return (
    <>
      <div class="space-y-1">
        <p class="text-[0.9375rem] text-muted">{t('Signed in as')}</p>
        <Heading title={t('Overview')}>
          <Exact look="break-words">{user.email}</Exact>
        </Heading>
      </div>
      <Notice>{sentence}</Notice>
      {standing}
      <DoorList twoFactor={user.two_factor_enabled} />
      {children}
      <Card title={t('This session')}>
        <Facts
          facts={[
            [t('Signed in with'), methodNames()[session.method]],
            [t('Since'), <Moment key="since" at={session.created_at} />],
            [t('Last seen'), <Moment key="seen" at={session.last_seen_at} />],
            [t('Ends'), <Moment key="ends" at={session.expires_at} />],
          ]}
        />
      </Card>
    </>
  );
}
