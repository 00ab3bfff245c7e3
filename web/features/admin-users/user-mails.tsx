import { t } from '../../text.ts';
import { Moment } from '../../ui/moment.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import type { Shown } from './users.ts';

type Mail = Shown['mails'][number];

/** What became of the newest e-mails to somebody: whether they left, and what the mail provider said. */
export function UserMails({ mails }: Pick<Shown, 'mails'>) {
  return (
    <section aria-labelledby="mails" class="space-y-2">
      <h4 id="mails" class="font-semibold">
        {t('Newest e-mails')}
      </h4>
      {mails.length === 0 && <p class="text-[0.9375rem] text-muted">{t('None is kept.')}</p>}
      <ol class="divide-y divide-hairline border-y border-hairline empty:hidden">
        {mails.map((mail, index) => (
          <li
            key={`${mail.created_at}${index}`}
            class="grid gap-x-4 gap-y-1 py-2.5 text-[0.9375rem] sm:grid-cols-[1fr_auto]"
          >
            <span class="min-w-0">
              <code translate={false} class="font-mono text-sm break-words">
                {mail.kind}
              </code>
              <span class="block text-sm text-muted">
                <Moment at={mail.delivery_at ?? mail.created_at} />
              </span>
            </span>
            <StateMark tone={toneOf(mail)}>{stateText(mail)}</StateMark>
          </li>
        ))}
      </ol>
    </section>
  );
}

function toneOf({ state, delivery }: Mail) {
  if (delivery === 'delivered') {
    return 'good';
  }
  return state === 'dead' || delivery === 'bounced' || delivery === 'complained' ? 'bad' : 'none';
}

function stateText({ state, delivery, error_code: code }: Mail): string {
  if (delivery !== null) {
    return {
      delayed: t('Delayed by their provider'),
      delivered: t('Delivered'),
      bounced: t('Bounced'),
      complained: t('Reported as spam'),
    }[delivery];
  }
  return {
    queued: t('Waiting to be sent'),
    sent: t('Sent, no report yet'),
    failed: t('Not sent yet, tried again'),
    dead: notSent(code),
  }[state];
}

/** Why an e-mail was never sent. */
function notSent(code: string | null): string {
  const reasons: Readonly<Record<string, string>> = {
    RECIPIENT_LIMIT: t('Not sent: too many of this kind'),
    ADDRESS_UNCONFIRMED: t('Not sent: address not confirmed'),
    ADDRESS_BOUNCED: t('Not sent: the mailbox refuses'),
    ADDRESS_COMPLAINED: t('Not sent: reported as spam'),
    EXPIRED: t('Not sent in time'),
  };
  return reasons[code ?? ''] ?? t('Not sent');
}
