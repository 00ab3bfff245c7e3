import { t } from '../text.ts';
import { later } from '../ui/later.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AccountOverview } from './account-overview.tsx';
import { seesOperations } from './operator-pages.ts';
import { SignedIn } from './signed-in.tsx';

/** For those alone who look after the system. */
const Dashboard = later(
  async () => (await import('./dashboard.tsx')).Dashboard,
  () => <Skeleton label={t('Loading')} lines={4} />,
);

/** The page at `/`: a person sees their account, an operator also how the system stands. */
export function Overview() {
  return (
    <SignedIn>
      {(me) => (seesOperations(me) ? <Dashboard me={me} /> : <AccountOverview me={me} />)}
    </SignedIn>
  );
}
