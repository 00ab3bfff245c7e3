import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import { SignOutButton } from '../features/sessions/sign-out-button.tsx';
import { t } from '../text.ts';
import { DoorMark } from '../ui/door-mark.tsx';

interface ShellProps {
  /** Not known while the page is on its way. */
  readonly email?: string;
  readonly children: ComponentChildren;
}

/** Where one can go from everywhere; a place is lit on every page under `within`. */
const places = () =>
  [
    { href: '/', name: t('Overview') },
    { href: '/connections', name: t('Connections') },
    { href: '/ops/alerts', name: t('Alerts') },
    { href: '/status', name: t('Status') },
    { href: '/settings/security', within: '/settings/', name: t('Settings') },
  ] as const satisfies readonly Place[];

interface Place {
  readonly href: string;
  readonly within?: string;
  readonly name: string;
}

/** What is around every page of somebody signed in. */
export function Shell({ email, children }: ShellProps) {
  return (
    <>
      <a
        href="#content"
        class="absolute top-2 left-2 z-10 -translate-y-20 rounded-lg bg-accent px-4 py-2.5 font-medium text-on-accent focus:translate-y-0"
      >
        {t('Skip to the content')}
      </a>
      <Header email={email} />
      <main
        id="content"
        tabIndex={-1}
        class="mx-auto w-full max-w-4xl space-y-6 px-5 py-8 sm:py-10"
      >
        {children}
      </main>
    </>
  );
}

/** A bar where there is room; elsewhere a button that opens the same list. */
function Header({ email }: { readonly email: string | undefined }) {
  const { url } = useLocation();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [url]);
  return (
    <header class="border-b border-hairline bg-surface">
      <div class="mx-auto flex max-w-4xl flex-wrap items-center justify-between gap-x-5 px-5 md:flex-nowrap">
        <a href="/" class="flex min-h-14 items-center gap-2.5 font-semibold tracking-tight">
          <DoorMark look="size-6" />
          Sallyport
        </a>
        <button
          type="button"
          aria-expanded={open}
          aria-controls="menu"
          class="-mr-2.5 min-h-11 rounded-md px-2.5 text-[0.9375rem] font-medium text-muted hover:text-ink md:hidden"
          onClick={() => setOpen(!open)}
        >
          {open ? t('Close menu') : t('Menu')}
        </button>
        <div
          id="menu"
          class={`w-full min-w-0 pb-3 md:flex md:grow md:items-center md:justify-between md:gap-4 md:pb-0 ${open ? '' : 'max-md:hidden'}`}
        >
          <Places />
          {email && (
            <div class="flex min-w-0 items-center justify-between gap-4 max-md:mt-2 max-md:border-t max-md:border-hairline max-md:pt-2 md:justify-end">
              <span class="truncate text-sm text-muted md:max-lg:hidden lg:max-w-44" title={email}>
                {email}
              </span>
              <SignOutButton />
            </div>
          )}
        </div>
      </div>
    </header>
  );
}

function Places() {
  const { path } = useLocation();
  return (
    <nav aria-label={t('Main')} class="md:-ml-2 md:flex">
      {places().map(({ href, name, ...place }: Place) => {
        const here = path === href || Boolean(place.within && path.startsWith(place.within));
        return (
          <a
            key={href}
            href={href}
            aria-current={path === href ? 'page' : here || undefined}
            class={`flex min-h-11 items-center text-[0.9375rem] max-md:border-l-2 max-md:pl-3 md:min-h-14 md:border-b-2 md:px-2.5 ${
              here
                ? 'border-accent font-medium text-ink'
                : 'border-transparent text-muted hover:text-ink'
            }`}
          >
            {name}
          </a>
        );
      })}
    </nav>
  );
}
