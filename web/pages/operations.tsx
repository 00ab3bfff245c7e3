import type { ComponentChildren } from 'preact';

import type { PagePath } from '../../src/features/pages/contract.ts';
import { StatusStrip } from '../features/system-status/status-strip.tsx';
import type { Report } from '../features/system-status/blocker-words.ts';
import { useReport } from '../features/system-status/use-report.ts';
import type { Me } from '../session.ts';
import { Heading } from '../ui/heading.tsx';
import { OfflineNote } from '../ui/offline-note.tsx';
import type { Loaded } from '../ui/use-loaded.ts';
import { SignedIn } from './signed-in.tsx';

interface Seen {
  readonly me: Me;
  readonly report: Loaded<Report>;
}

interface OperationsProps {
  readonly title: string;
  readonly lead: string;
  readonly path: PagePath;
  readonly children: (seen: Seen) => ComponentChildren;
}

/** A page about how the system does: its heading, whether one is online, and how the system stands. */
export function Operations({ children, ...head }: OperationsProps) {
  return (
    <SignedIn>
      {(me) => (
        <Standing me={me} {...head}>
          {children}
        </Standing>
      )}
    </SignedIn>
  );
}

function Standing({ me, title, lead, path, children }: OperationsProps & { readonly me: Me }) {
  const report = useReport();
  return (
    <>
      <div class="space-y-1">
        <Heading title={title} />
        <p class="text-muted">{lead}</p>
      </div>
      <OfflineNote />
      <StatusStrip report={report} here={path} />
      {children({ me, report })}
    </>
  );
}
