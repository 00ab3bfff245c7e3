import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from 'preact-iso';

import { pagePaths } from '../src/features/pages/contract.ts';
import { Confirming } from './features/step-up/confirming.tsx';
import { NotFound, NotLoaded } from './pages/dead-ends.tsx';

const Login = lazy(() =>
  import('./features/sign-in/login-page.tsx').then((m) => m.LoginPage, notLoaded),
);
const Verify = lazy(() =>
  import('./features/sign-in/verify-page.tsx').then((m) => m.VerifyPage, notLoaded),
);
const Register = lazy(() =>
  import('./features/register/register-page.tsx').then((m) => m.RegisterPage, notLoaded),
);
const VerifyEmail = lazy(() =>
  import('./features/email-verification/verify-email-page.tsx').then(
    (m) => m.VerifyEmailPage,
    notLoaded,
  ),
);
const ForgotPassword = lazy(() =>
  import('./features/passwords/forgot-password-page.tsx').then(
    (m) => m.ForgotPasswordPage,
    notLoaded,
  ),
);
const ResetPassword = lazy(() =>
  import('./pages/new-password.tsx').then((m) => m.ResetPasswordPage, notLoaded),
);
const KeepAccount = lazy(() =>
  import('./pages/changed-minds.tsx').then((m) => m.KeepAccountPage, notLoaded),
);
const CancelReset = lazy(() =>
  import('./pages/changed-minds.tsx').then((m) => m.CancelResetPage, notLoaded),
);
const ClaimAdmin = lazy(() =>
  import('./pages/new-password.tsx').then((m) => m.ClaimAdminPage, notLoaded),
);
const Overview = lazy(() => import('./pages/overview.tsx').then((m) => m.Overview, notLoaded));
const Connections = lazy(() =>
  import('./pages/connections.tsx').then((m) => m.Connections, notLoaded),
);
const Alerts = lazy(() => import('./pages/alerts.tsx').then((m) => m.Alerts, notLoaded));
const Status = lazy(() => import('./pages/status.tsx').then((m) => m.Status, notLoaded));
const Security = lazy(() => import('./pages/security.tsx').then((m) => m.Security, notLoaded));
const Sessions = lazy(() => import('./pages/sessions.tsx').then((m) => m.Sessions, notLoaded));
const Profile = lazy(() => import('./pages/profile.tsx').then((m) => m.Profile, notLoaded));
const Activity = lazy(() => import('./pages/sessions.tsx').then((m) => m.Activity, notLoaded));
const Users = lazy(() => import('./pages/users.tsx').then((m) => m.Users, notLoaded));
const Audit = lazy(() => import('./pages/audit.tsx').then((m) => m.Audit, notLoaded));

/** The whole UI: one document for every page the Worker knows. */
export function App() {
  return (
    <LocationProvider>
      <ErrorBoundary>
        <Pages />
        <Confirming />
      </ErrorBoundary>
    </LocationProvider>
  );
}

function Pages() {
  const [path] = useLocation().url.split(/[?#]/);
  // The router forgives a trailing slash; the Worker does not, and has answered 404 by now.
  if (!pagePaths.some((known) => known === path)) {
    return <NotFound />;
  }
  return (
    <Router>
      <Route path="/login" component={Login} />
      <Route path="/register" component={Register} />
      <Route path="/2fa/verify" component={Verify} />
      <Route path="/verify-email" component={VerifyEmail} />
      <Route path="/forgot-password" component={ForgotPassword} />
      <Route path="/reset-password" component={ResetPassword} />
      <Route path="/keep-account" component={KeepAccount} />
      <Route path="/cancel-reset" component={CancelReset} />
      <Route path="/claim-admin" component={ClaimAdmin} />
      <Route path="/admin/users" component={Users} />
      <Route path="/admin/audit" component={Audit} />
      <Route path="/settings/activity" component={Activity} />
      <Route path="/settings/security" component={Security} />
      <Route path="/settings/sessions" component={Sessions} />
      <Route path="/settings/profile" component={Profile} />
      <Route path="/connections" component={Connections} />
      <Route path="/ops/alerts" component={Alerts} />
      <Route path="/status" component={Status} />
      <Route path="/docs" component={Status} />
      <Route path="/" component={Overview} />
    </Router>
  );
}

/** A page's script may be gone after a new version was deployed, or the network may be. */
function notLoaded() {
  return NotLoaded;
}
