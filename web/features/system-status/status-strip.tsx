import type { ComponentChildren } from 'preact';

import { t } from '../../text.ts';
import { Sign } from '../../ui/state-mark.tsx';
import type { Loaded } from '../../ui/use-loaded.ts';
import { blockerSentence, type Report } from './blocker-words.ts';

/** The page that says what to do about each blocker. */
const FIXES = '/status';

interface StatusStripProps {
  readonly report: Loaded<Report>;
  /** It stands on the status page itself: no link leads there. */
  readonly isStatus?: boolean;
}

/** One line on how the system stands. It is as tall in every state, so that nothing below it moves. */
export function StatusStrip({ report: { value, problem }, isStatus = false }: StatusStripProps) {
  if (value === null) {
    return problem ? (
      <Strip tone="none">{t('How the system stands is not known at the moment.')}</Strip>
    ) : (
      <Strip tone="none" busy>
        {t('Looking at how the system stands…')}
      </Strip>
    );
  }
  const [first] = value.blockers;
  return first ? (
    <Strip tone="bad" link={!isStatus}>
      <span class="font-medium">{t('Degraded.')}</span> {blockerSentence(first)}{' '}
      {moreText(value.blockers.length - 1)}
    </Strip>
  ) : (
    <Strip tone="good">{t('Nothing stands in the way.')}</Strip>
  );
}

/** How many there are besides the one that was named; nothing for none. */
function moreText(count: number): string {
  if (count === 0) {
    return '';
  }
  return count === 1 ? t('And 1 more.') : t('And {count} more.', { count });
}

interface StripProps {
  readonly tone: 'good' | 'bad' | 'none';
  readonly busy?: boolean;
  /** Leads to the page with the fixes. */
  readonly link?: boolean;
  readonly children: ComponentChildren;
}

const looks = Object.freeze({
  good: 'border-hairline bg-surface',
  bad: 'border-danger/35 bg-danger-wash',
  none: 'border-hairline bg-surface text-muted',
});

function Strip({ tone, busy = false, link = false, children }: StripProps) {
  return (
    <div
      class={`flex min-h-17 items-center gap-3 rounded-lg border px-4 py-2 text-[0.9375rem] sm:min-h-12 ${looks[tone]}`}
    >
      <span class={busy ? 'animate-pulse' : ''}>
        <Sign tone={tone} />
      </span>
      <p role="status" class="min-w-0 flex-1">
        {children}{' '}
        {link && (
          <a class="link inline-block sm:float-right" href={FIXES}>
            {t('What to do')}
          </a>
        )}
      </p>
    </div>
  );
}
