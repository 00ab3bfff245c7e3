import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { dayText } from '../../ui/day-text.ts';
import { Exact } from '../../ui/exact.tsx';
import { Moment } from '../../ui/moment.tsx';
import { browserName, type Browser } from './browser-name.ts';
import { methodNames, type Method } from './method-names.ts';

interface Seen extends Browser {
  readonly current: boolean;
  readonly ip: string;
  /** About where that is; null where nobody knows. */
  readonly place: string | null;
  readonly created_at: string;
  readonly last_seen_at: string;
}

interface RowAct {
  readonly label: string;
  readonly onPress: () => void;
}

interface BrowserRowProps {
  readonly browser: Seen;
  /** Of a session: how it was opened. */
  readonly method?: Method;
  /** Until then it is trusted; null when it is not. */
  readonly trustedUntil?: string | null;
  readonly acts: readonly RowAct[];
}

/** One browser: which, where, when, and what can be done about it. */
export function BrowserRow({ browser, method, trustedUntil, acts }: BrowserRowProps) {
  const name = browserName(browser);
  return (
    <li class="flex items-start justify-between gap-x-4 gap-y-3 py-3.5 max-sm:has-[button+button]:flex-col">
      <div class="min-w-0 space-y-0.5 text-[0.9375rem]">
        <p class="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          {name} {browser.current && <Badge tone="good">{t('This one')}</Badge>}
        </p>
        <p class="text-muted">
          <Exact look="break-all">{browser.ip}</Exact>
          {browser.place && <> · {browser.place}</>}
          {method && <> · {methodNames()[method]}</>}
        </p>
        {trustedUntil && <p>{t('Trusted until {day}', { day: dayText(trustedUntil) })}</p>}
        <p class="flex flex-wrap gap-x-3 text-sm text-muted">
          <span>
            {t('Last seen')} <Moment at={browser.last_seen_at} />
          </span>
          <span>
            {method ? t('Signed in') : t('First seen')} <Moment at={browser.created_at} />
          </span>
        </p>
      </div>
      <div class="flex shrink-0 flex-wrap gap-2">
        {acts.map(({ label, onPress }) => (
          <button
            key={label}
            type="button"
            aria-label={`${label}: ${name}`}
            class="min-h-9 rounded-md border border-edge/60 bg-surface px-3 text-sm font-medium hover:border-edge hover:bg-sunken"
            onClick={onPress}
          >
            {label}
          </button>
        ))}
      </div>
    </li>
  );
}
