import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Moment } from '../../ui/moment.tsx';
import { browserName, type Browser } from './browser-name.ts';
import { methodNames, type Method } from './method-names.ts';

interface Seen extends Browser {
  readonly current: boolean;
  readonly ip: string;
  readonly created_at: string;
  readonly last_seen_at: string;
}

interface BrowserRowProps {
  readonly browser: Seen;
  /** Of a session: by which doors it was opened. */
  readonly method?: Method;
  readonly label: string;
  readonly onPress: () => void;
}

/** One browser: which, where, when, and a button that ends it. */
export function BrowserRow({ browser, method, label, onPress }: BrowserRowProps) {
  const name = browserName(browser);
  return (
    <li class="flex items-start justify-between gap-4 py-3.5">
      <div class="min-w-0 space-y-0.5 text-[0.9375rem]">
        <p class="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          {name} {browser.current && <Badge tone="good">{t('This one')}</Badge>}
        </p>
        <p class="text-muted">
          <span class="break-all">{browser.ip}</span>
          {method && <> · {methodNames()[method]}</>}
        </p>
        <p class="flex flex-wrap gap-x-3 text-sm text-muted">
          <span>
            {t('Last seen')} <Moment at={browser.last_seen_at} />
          </span>
          <span>
            {method ? t('Signed in') : t('First seen')} <Moment at={browser.created_at} />
          </span>
        </p>
      </div>
      <button
        type="button"
        aria-label={`${label}: ${name}`}
        class="min-h-9 shrink-0 rounded-md border border-edge/60 bg-surface px-3 text-sm font-medium hover:border-edge hover:bg-sunken"
        onClick={onPress}
      >
        {label}
      </button>
    </li>
  );
}
