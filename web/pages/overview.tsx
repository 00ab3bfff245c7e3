import { OverviewPage } from '../features/sessions/overview-page.tsx';
import { SignedIn } from './signed-in.tsx';

/** The page at `/`. */
export function Overview() {
  return <SignedIn>{(me) => <OverviewPage me={me} />}</SignedIn>;
}
