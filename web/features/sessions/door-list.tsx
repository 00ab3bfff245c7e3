import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { DoorMark } from '../../ui/door-mark.tsx';

/** The two doors of the account and whether each is in its place. */
export function DoorList({ twoFactor }: { readonly twoFactor: boolean }) {
  return (
    <section aria-label={t('Your two doors')} class="grid gap-4 sm:grid-cols-2">
      <div class="flex gap-4 rounded-xl border border-hairline bg-surface p-5">
        <DoorMark look="mt-0.5 size-8 shrink-0" lit="outer" />
        <div class="space-y-1">
          <h2 class="flex flex-wrap items-center gap-2 font-semibold">
            {t('First door')} <Badge tone="good">{t('On')}</Badge>
          </h2>
          <p class="text-[0.9375rem] text-muted">{t('Your password.')}</p>
        </div>
      </div>
      <div class="flex gap-4 rounded-xl border border-hairline bg-surface p-5">
        <DoorMark look="mt-0.5 size-8 shrink-0" lit="inner" />
        <div class="space-y-1">
          <h2 class="flex flex-wrap items-center gap-2 font-semibold">
            {t('Second door')}{' '}
            {twoFactor ? (
              <Badge tone="good">{t('On')}</Badge>
            ) : (
              <Badge tone="caution">{t('Off')}</Badge>
            )}
          </h2>
          <p class="text-[0.9375rem] text-muted">
            {twoFactor
              ? t('A code from your authenticator app.')
              : t('A password alone can be stolen.')}
          </p>
          <p class="pt-1 text-[0.9375rem]">
            <a class="link" href="/settings/security">
              {twoFactor ? t('Security settings') : t('Turn on two-factor sign-in')}
            </a>
          </p>
        </div>
      </div>
    </section>
  );
}
