import { useState } from 'preact/hooks';

import { frame } from '../frame.ts';
import { t } from '../text.ts';
import { SignInFrame } from '../ui/sign-in-frame.tsx';
import { Heading } from '../ui/heading.tsx';
import { useRetry } from '../ui/use-retry.ts';

/** For an address that leads nowhere. The Worker has answered 404 with this same document. */
export function NotFound() {
  return (
    <SignInFrame lit="both">
      <Heading title={t('No such page')} />
      <p class="text-muted">
        {t('There is nothing at this address. It may be mistyped or out of date.')}
      </p>
      <p>
        <a class="link" href="/">
          {t('Back to the overview')}
        </a>
      </p>
    </SignInFrame>
  );
}

/** For a page whose script did not arrive: it stays where it is, and is loaded anew once the server answers. */
export function NotLoaded() {
  const Frame = frame.page;
  // One that was loaded anew a moment ago and lacks its script still is not helped by another time.
  const [isOld] = useState(() => performance.now() > 15_000);
  useRetry(isOld || !navigator.onLine, reloadIfServed);
  const note = (
    <>
      <Heading title={t('This page did not load')} />
      <p class="text-muted">{t('Your connection may be away, or there is a new version.')}</p>
      <p>
        <button type="button" class="link" onClick={() => location.reload()}>
          {t('Reload the page')}
        </button>
      </p>
    </>
  );
  return Frame ? <Frame>{note}</Frame> : <SignInFrame lit="both">{note}</SignInFrame>;
}

async function reloadIfServed() {
  const answer = await fetch('/api/health').catch(() => null);
  if (answer?.ok) {
    location.reload();
  }
}
