import { t } from '../text.ts';
import { SignInFrame } from '../ui/sign-in-frame.tsx';
import { Heading } from '../ui/heading.tsx';

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

/** For a page whose script did not arrive. */
export function NotLoaded() {
  return (
    <SignInFrame lit="both">
      <Heading title={t('This page did not load')} />
      <p class="text-muted">{t('Your connection may be away, or there is a new version.')}</p>
      <p>
        <button type="button" class="link" onClick={() => location.reload()}>
          {t('Reload the page')}
        </button>
      </p>
    </SignInFrame>
  );
}
