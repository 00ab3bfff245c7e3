import { useState } from 'preact/hooks';

import { takeNotice, type Me } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Heading } from '../../ui/heading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DoorList } from './door-list.tsx';

const methods = Object.freeze({
  password: 'Password',
  totp: 'Password and authenticator code',
  backup_code: 'Password and backup code',
});

/** Who is signed in, through which doors, and until when. */
export function OverviewPage({ me: { user, session } }: { readonly me: Me }) {
  const [sentence] = useState(takeNotice);
  return (
    <>
      <div class="space-y-1">
        <p class="text-[0.9375rem] text-muted">Signed in as</p>
        <Heading title="Overview">
          <span class="break-words">{user.email}</span>
        </Heading>
      </div>
      <Notice>{sentence}</Notice>
      <DoorList twoFactor={user.two_factor_enabled} />
      <Card title="This session">
        <Facts
          facts={[
            ['Signed in with', methods[session.method]],
            ['Since', <Moment key="since" at={session.created_at} />],
            ['Last seen', <Moment key="seen" at={session.last_seen_at} />],
            ['Ends', <Moment key="ends" at={session.expires_at} />],
          ]}
        />
      </Card>
    </>
  );
}
