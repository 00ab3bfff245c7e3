import { twoFactorStatus } from '../../src/features/totp/contract.ts';
import { signedInCall, type Me } from '../session.ts';
import { t } from '../text.ts';
import { Card } from '../ui/card.tsx';
import { useReturns } from '../ui/connection.ts';
import { Sign } from '../ui/state-mark.tsx';
import { useLoaded } from '../ui/use-loaded.ts';

const SECURITY = '/settings/security';

/** Fewer backup codes than this are worth a word. */
const FEW = 4;

interface Item {
  readonly name: string;
  readonly state: string;
  readonly isDone: boolean;
  readonly link: readonly [href: string, text: string];
}

/** What makes the account safe, whether each is done, and where to do it. */
export function SecurityChecklist({ user }: Pick<Me, 'user'>) {
  const items = [...ownItems(user), useBackupCodes(user.two_factor_enabled)];
  const open = items.filter(({ isDone }) => !isDone).length;
  return (
    <Card title={t('Account security')}>
      <p class="text-[0.9375rem] text-muted">
        {open === 0
          ? t('Everything is set up.')
          : open === 1
            ? t('1 thing is left to do.')
            : t('{count} things are left to do.', { count: open })}
      </p>
      <ul class="divide-y divide-hairline border-t border-hairline">
        {items.map((item) => (
          <Row key={item.name} {...item} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ name, state, isDone, link: [href, text] }: Item) {
  return (
    <li class="grid min-h-16 grid-cols-[auto_1fr] items-center gap-x-3 py-2 text-[0.9375rem] sm:min-h-12 sm:grid-cols-[auto_15rem_1fr_auto]">
      <Sign tone={isDone ? 'good' : 'none'} />
      <span class="font-medium">{name}</span>
      <span class="text-muted max-sm:col-start-2">{state}</span>
      <a class="link max-sm:col-start-2" href={href} aria-label={`${text}: ${name}`}>
        {text}
      </a>
    </li>
  );
}

function ownItems({ email_verified_at: verifiedAt, two_factor_enabled: on }: Me['user']): Item[] {
  return [
    {
      name: t('E-mail address'),
      state: verifiedAt === null ? t('Not confirmed') : t('Confirmed'),
      isDone: verifiedAt !== null,
      link: ['/settings/profile', verifiedAt === null ? t('Confirm your address') : t('Profile')],
    },
    {
      name: t('Password'),
      state: t('Set'),
      isDone: true,
      link: [SECURITY, t('Change password')],
    },
    {
      name: t('Two-factor authentication'),
      state: on ? t('On') : t('Off'),
      isDone: on,
      link: [SECURITY, on ? t('Manage') : t('Turn on')],
    },
  ];
}

const loadStatus = async () => await signedInCall(twoFactorStatus, {});

/** They come with two-factor authentication. */
function useBackupCodes(isOn: boolean): Item {
  const { value } = useLoaded(loadStatus, `${String(isOn)} ${String(useReturns())}`);
  const left = value?.backup_codes_remaining ?? null;
  const isDone = isOn && left !== 0;
  return {
    name: t('Backup codes'),
    state: stateText(isOn, left),
    isDone,
    link: [SECURITY, left !== null && left < FEW && isOn ? t('Make new codes') : t('Manage')],
  };
}

function stateText(isOn: boolean, left: number | null): string {
  if (!isOn) {
    return t('Come with two-factor authentication');
  }
  return left === null ? '' : t('{count} left', { count: left });
}
