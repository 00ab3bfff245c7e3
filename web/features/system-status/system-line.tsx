import { StatusStrip } from './status-strip.tsx';
import { useReport } from './use-report.ts';

/** How the system stands, in one line that looks for itself. */
export function SystemLine() {
  return <StatusStrip report={useReport()} />;
}
