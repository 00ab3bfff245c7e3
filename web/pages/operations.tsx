import type { ComponentChildren } from 'preact';

import type { PagePath } from '../../src/features/pages/contract.ts';
import { StatusStrip } from '../features/system-status/status-strip.tsx';
import type { Report } from '../features/system-status/blocker-words.ts';
import { useReport } from '../features/system-status/use-report.ts';
import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { Heading } from '../ui/heading.tsx';
import { OfflineNote } from '../ui/offline-note.tsx';
import type { Loaded } from '../ui/use-loaded.ts';
import { seesOperations } from './operator-pages.ts';
import { SignedIn } from './signed-in.tsx';

interface Seen {
  readonly me: Me;
  readonly report: Loaded<Report>;
}

interface OperationsProps {
  readonly title: string;
  readonly lead: string;
  readonly path: PagePath;
  /** The page is about more than the system: it has something for everybody. */
  readonly forEverybody?: boolean;
  readonly children: (seen: Seen) => ComponentChildren;
}

/** A page about how the system does: its heading, whether one is online, and how the system stands. */
export function Operations({ children, ...head }: OperationsProps) {
  return (
    <SignedIn>
      {(me) => (
        <>
          <div class="space-y-1">
            <Heading title={head.title} />
            <p class="text-muted">{head.lead}</p>
          </div>
          <OfflineNote />
          {seesOperations(me) || head.forEverybody ? (
            <Standing me={me} {...head}>
              {children}
            </Standing>
          ) : (
            <p class="max-w-prose">{t('Your role does not open this page.')}</p>
          )}
        </>
      )}
    </SignedIn>
  );
}

function Standing({ me, path, children }: OperationsProps & { readonly me: Me }) {
  const report = useReport();
  return (
    <>
      {seesOperations(me) && <StatusStrip report={report} here={path} />}
      {children({ me, report })}
    </>
  );
}
