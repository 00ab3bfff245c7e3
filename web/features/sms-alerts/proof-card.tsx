import type { Integration } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { Figures } from '../../ui/figures.tsx';
import { Moment } from '../../ui/moment.tsx';

/** Whether messages have been going out in the last day. */
export function ProofCard({ messenger }: { readonly messenger: Integration }) {
  const { proof_of_use_count_24h: uses, last_success_at: lastSuccess, p95_ms: slow } = messenger;
  return (
    <Card
      title={t('Proof of use in 24 hours')}
      badge={
        uses > 0 ? (
          <Badge tone="good">{t('Proven')}</Badge>
        ) : (
          <Badge tone="caution">{t('Not proven')}</Badge>
        )
      }
      footer={
        <a class="link text-[0.9375rem]" href="/connections">
          {t('All about {label}', { label: messenger.label })}
        </a>
      }
    >
      <Figures
        figures={[
          [t('Messages taken'), uses],
          [
            t('Last success'),
            lastSuccess === null ? t('Never') : <Moment key="at" at={lastSuccess} />,
          ],
          [t('Slow call (p95)'), slow === null ? '–' : durationText(slow)],
        ]}
      />
      {uses === 0 && (
        <p class="text-[0.9375rem] text-muted">{t('A test message that is taken proves it.')}</p>
      )}
    </Card>
  );
}
