import type { ComponentChildren } from 'preact';

import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { Heading } from '../ui/heading.tsx';
import { later } from '../ui/later.tsx';
import { seesOperations } from './operator-pages.ts';
import { SignedIn } from './signed-in.tsx';

interface OperationsProps {
  readonly title: string;
  readonly lead: string;
  /** The page is about more than the system: it has something for everybody. */
  readonly forEverybody?: boolean;
  /** The page says itself how the system stands. */
  readonly isStatus?: boolean;
  readonly children: (me: Me) => ComponentChildren;
}

/** For those alone who look after the system. */
const SystemLine = later(
  async () => (await import('../features/system-status/system-line.tsx')).SystemLine,
  () => <div class="min-h-17 rounded-lg border border-hairline bg-surface sm:min-h-12" />,
);

/** A page about how the system does: its heading, whether one is online, and how the system stands. */
export function Operations({ title, lead, ...rest }: OperationsProps) {
  return (
    <SignedIn>
      {(me) => (
        <>
          <div class="space-y-1">
            <Heading title={title} />
            <p class="text-muted">{lead}</p>
          </div>
          {seesOperations(me) || rest.forEverybody ? (
            <>
              {seesOperations(me) && !rest.isStatus && <SystemLine />}
              {rest.children(me)}
            </>
          ) : (
            <p class="max-w-prose">{t('Your role does not open this page.')}</p>
          )}
        </>
      )}
    </SignedIn>
  );
}
