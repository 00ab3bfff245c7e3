import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Loaded } from '../../ui/use-loaded.ts';
import { BlockerList } from './blocker-list.tsx';
import type { Report } from './blocker-words.ts';
import { ComponentList } from './component-list.tsx';

/** What stands in the way, then every component. */
export function StatusOverview({ report }: { readonly report: Loaded<Report> }) {
  return (
    <ShowLoaded
      loaded={report}
      waiting={
        <Card title={t('Components')}>
          <Skeleton label={t('Loading')} lines={12} />
        </Card>
      }
    >
      {({ blockers, components }) => (
        <>
          {blockers.length > 0 && <BlockerList blockers={blockers} />}
          <ComponentList components={components} />
        </>
      )}
    </ShowLoaded>
  );
}
