import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { UnconfirmedNote } from '../features/email-verification/unconfirmed-note.tsx';
import { loadSessions } from '../features/sessions/load-sessions.ts';
import { takeNotice, type Me } from '../session.ts';
import { t } from '../text.ts';
import { useReturns } from '../ui/connection.ts';
import { Exact } from '../ui/exact.tsx';
import { Heading } from '../ui/heading.tsx';
import { later } from '../ui/later.tsx';
import { Notice } from '../ui/notice.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { SecurityChecklist } from './security-checklist.tsx';

/** The foot of the page: its scripts come while the answers are on their way. */
const DevicesCard = later(
  async () => (await import('../features/sessions/devices-card.tsx')).DevicesCard,
);
const RecentActivity = later(
  async () => (await import('../features/audit-log/recent-activity.tsx')).RecentActivity,
);

interface AccountOverviewProps {
  readonly me: Me;
  /** How the system stands, before anything else. */
  readonly standing?: ComponentChildren;
  /** What else is to be seen at a glance. */
  readonly children?: ComponentChildren;
}

/** A person's account at a glance: what is still to do for its security, its devices and what happened last. */
export function AccountOverview({ me: { user }, standing, children }: AccountOverviewProps) {
  const [sentence] = useState(takeNotice);
  const sessions = useLoaded(loadSessions, useReturns());
  return (
    <>
      <div class="space-y-1">
        <p class="text-[0.9375rem] text-muted">{t('Signed in as')}</p>
        <Heading title={t('Overview')}>
          <Exact look="break-words">{user.email}</Exact>
        </Heading>
      </div>
      <Notice>{sentence}</Notice>
      <UnconfirmedNote user={user} />
      {standing}
      <SecurityChecklist user={user} />
      {children}
      <DevicesCard loaded={sessions} />
      <RecentActivity />
    </>
  );
}
