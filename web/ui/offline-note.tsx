import { t } from '../text.ts';
import { useOnline } from './connection.ts';

/** Says that the device has no network, and that what is shown may be old. */
export function OfflineNote({ look = '' }: { readonly look?: string }) {
  const online = useOnline();
  return (
    <div role="status" class={online ? 'sr-only' : look}>
      {!online && (
        <p class="rounded-lg border border-caution/30 bg-caution-wash px-4 py-3 text-[0.9375rem] text-caution">
          {t('You are offline. What you see may be old; it is looked up again once you are back.')}
        </p>
      )}
    </div>
  );
}
