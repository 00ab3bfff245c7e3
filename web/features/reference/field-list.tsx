import { t } from '../../text.ts';
import type { FieldRow } from './fields.ts';

/** Names, types and what is said of each; one under the other on a phone. */
export function FieldList({ rows }: { readonly rows: readonly FieldRow[] }) {
  return (
    <dl class="divide-y divide-hairline border-y border-hairline text-sm">
      {rows.map(({ name, type, optional, note }) => (
        <div
          key={name}
          class="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
        >
          <dt translate={false} class="font-mono break-words">
            {name}
            {optional && <span class="font-sans text-muted"> · {t('optional')}</span>}
          </dt>
          <dd lang="en" translate={false} class="font-mono break-words text-muted">
            {type}
            {note && ` · ${note}`}
          </dd>
        </div>
      ))}
    </dl>
  );
}
