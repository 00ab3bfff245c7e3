import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from 'preact-iso';

import { pageAt, pages } from './features.ts';
import { Confirming } from './features/step-up/confirming.tsx';
import { NotFound, NotLoaded } from './pages/dead-ends.tsx';

/** A page's script may be gone after a new version was deployed, or the network may be. */
const routes = Object.entries(pages).map(
  ([path, { load }]) => [path, lazy(async () => await load().catch(() => NotLoaded))] as const,
);

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
  const [path = ''] = useLocation().url.split(/[?#]/);
  // The router forgives a trailing slash; the Worker does not, and has answered 404 by now.
  if (!pageAt(path)) {
    return <NotFound />;
  }
  return (
    <Router>
      {routes.map(([at, component]) => (
        <Route key={at} path={at} component={component} />
      ))}
    </Router>
  );
}
