import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { later } from '../../ui/later.tsx';

const ResendLink = later(async () => (await import('../../resend-link.tsx')).ResendLink);

/** While the address is not confirmed: what to do about it. Nothing afterwards. */
export function UnconfirmedNote({ user }: { readonly user: Me['user'] }) {
  if (user.email_verified_at !== null) {
    return null;
  }
  return (
    <section
      aria-label={t('Your address is not confirmed yet')}
      class="space-y-2 rounded-lg border border-caution/30 bg-caution-wash px-4 py-3 text-[0.9375rem]"
    >
      <p>
        <strong class="font-medium text-caution">{t('Your address is not confirmed yet.')}</strong>{' '}
        {t('Open the link in the e-mail we sent to it.')}
      </p>
      <div class="min-h-6">
        <ResendLink email={user.email} />
      </div>
    </section>
  );
}
