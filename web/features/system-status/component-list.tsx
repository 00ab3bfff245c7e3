import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { componentName, type Report } from './blocker-words.ts';

/** Every part of the system and whether it is in order. */
export function ComponentList({ components }: Pick<Report, 'components'>) {
  return (
    <Card title={t('Components')}>
      <ul class="divide-y divide-hairline border-t border-hairline">
        {components.map(({ component, ok, mode }) => (
          <li key={component} class="flex min-h-12 items-center justify-between gap-4">
            <span class="flex flex-wrap items-center gap-x-2.5 text-[0.9375rem] font-medium">
              {componentName(component)}
              {mode === 'simulator' && <Badge tone="caution">{t('Simulator')}</Badge>}
            </span>
            {ok ? (
              <StateMark tone="good">{t('In order')}</StateMark>
            ) : (
              <StateMark tone="bad">{t('Not in order')}</StateMark>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
