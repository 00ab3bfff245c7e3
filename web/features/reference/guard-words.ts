import { t } from '../../text.ts';
import type { Operation } from './reference.ts';

/** Who may call, in words. */
export function guardText(operation: Operation, method: string): string {
  const { 'x-permission': permission = '', 'x-scope': scope = '' } = operation;
  const words: Readonly<Record<string, () => string>> = {
    public: () => t('Anybody'),
    session: () => t('Anyone signed in'),
    fresh: () => t('Anyone who signed in, or confirmed it, in the last ten minutes'),
    role: () =>
      method === 'GET'
        ? t('A role that allows {permission}, confirmed since the last pause of an hour', {
            permission,
          })
        : t('A role that allows {permission}, confirmed in the last ten minutes', { permission }),
    service: () => t('A service whose token has the scope {scope}', { scope }),
    signature: () => t('The provider, by its signature'),
  };
  return words[operation['x-guard']]?.() ?? operation['x-guard'];
}

const MINUTE_SECONDS = 60;

/** How often one network address may call; nothing where calls are not counted. */
export function limitText({ 'x-limit': limit }: Operation): string {
  return limit
    ? t('{count} in {minutes} min per network address, together with all that count as {name}', {
        count: limit.capacity,
        minutes: limit.window_seconds / MINUTE_SECONDS,
        name: limit.name,
      })
    : '';
}
