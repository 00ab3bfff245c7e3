import { t } from '../text.ts';
import { CopyButton } from './copy-button.tsx';

/** The id by which the logs tell one request's story, with a way to take it along. */
export function TraceId({ id }: { readonly id: string }) {
  return (
    <div class="flex items-center justify-between gap-3">
      <p class="min-w-0 text-xs leading-5 text-muted">
        <span class="max-sm:block">{t('Trace id')} </span>
        <span translate={false} class="font-mono break-all select-all">
          {id}
        </span>
      </p>
      <CopyButton text={id} label={t('Copy trace id {id}', { id: id.slice(0, 8) })}>
        {t('Copy')}
      </CopyButton>
    </div>
  );
}
