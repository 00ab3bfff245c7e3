import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import { brand } from '../brand.ts';
import { SignOutButton } from '../features/sessions/sign-out-button.tsx';
import { linksOf, type MenuLink } from '../menu.ts';
import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Exact } from '../ui/exact.tsx';
import { OfflineNote } from '../ui/offline-note.tsx';

interface ShellProps {
  /** Not known while the page is on its way. */
  readonly me?: Me;
  /** For a page of tables. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

const SETTINGS = '/settings/';

/** Where one can go from everywhere; the settings have a menu of their own. */
const places = (): readonly MenuLink[] => [
  ...linksOf('main'),
  { href: `${SETTINGS}security`, name: () => t('Settings') },
];

const NARROW = 'max-w-4xl';
const WIDE = 'max-w-6xl';

/** What is around every page of somebody signed in. */
export function Shell({ me, wide = false, children }: ShellProps) {
  return (
    <>
      <a
        href="#content"
        class="absolute top-2 left-2 z-10 -translate-y-20 rounded-lg bg-accent px-4 py-2.5 font-medium text-on-accent focus:translate-y-0"
      >
        {t('Skip to the content')}
      </a>
      <Header me={me} />
      <OfflineNote look={`mx-auto w-full px-5 pt-6 ${wide ? WIDE : NARROW}`} />
      <main
        id="content"
        tabIndex={-1}
        class={`mx-auto w-full space-y-6 px-5 py-8 sm:py-10 ${wide ? WIDE : NARROW}`}
      >
        {children}
      </main>
    </>
  );
}

/** A bar where there is room; elsewhere a button that opens the same list. */
function Header({ me }: { readonly me: Me | undefined }) {
  const { url } = useLocation();
  const email = me?.user.email;
  const isStaff = me?.permissions.some((permission) => permission !== 'integrations.use');
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [url]);
  return (
    <header class="border-b border-hairline bg-surface">
      <div
        class={`mx-auto flex flex-wrap items-center justify-between gap-x-5 px-5 lg:flex-nowrap ${isStaff ? WIDE : NARROW}`}
      >
        <a href="/" class="flex min-h-14 items-center gap-2.5 font-semibold tracking-tight">
          <BrandMark look="size-6" />
          <span translate={false}>{brand}</span>
        </a>
        <button
          type="button"
          aria-expanded={open}
          aria-controls="menu"
          class="-mr-2.5 min-h-11 rounded-md px-2.5 text-[0.9375rem] font-medium text-muted hover:text-ink lg:hidden"
          onClick={() => setOpen(!open)}
        >
          {open ? t('Close menu') : t('Menu')}
        </button>
        <div
          id="menu"
          class={`w-full min-w-0 pb-3 lg:flex lg:grow lg:items-center lg:justify-between lg:gap-4 lg:pb-0 ${open ? '' : 'max-lg:hidden'}`}
        >
          <Places permissions={me?.permissions ?? []} />
          {email && (
            <div class="flex min-w-0 items-center justify-between gap-4 max-lg:mt-2 max-lg:border-t max-lg:border-hairline max-lg:pt-2 lg:justify-end">
              <Exact look="truncate text-sm text-muted lg:max-w-44" title={email}>
                {email}
              </Exact>
              <SignOutButton />
            </div>
          )}
        </div>
      </div>
    </header>
  );
}

function Places({ permissions }: { readonly permissions: readonly string[] }) {
  const { path } = useLocation();
  const open = places().filter(
    ({ anyOf }) => !anyOf || anyOf.some((permission) => permissions.includes(permission)),
  );
  return (
    <nav aria-label={t('Main')} class="lg:-ml-2 lg:flex">
      {open.map(({ href, name }) => {
        const here = path === href || (href.startsWith(SETTINGS) && path.startsWith(SETTINGS));
        return (
          <a
            key={href}
            href={href}
            aria-current={path === href ? 'page' : here || undefined}
            class={`flex min-h-11 items-center text-[0.9375rem] max-lg:border-l-2 max-lg:pl-3 lg:min-h-14 lg:border-b-2 lg:px-2.5 ${
              here
                ? 'border-accent font-medium text-ink'
                : 'border-transparent text-muted hover:text-ink'
            }`}
          >
            {name()}
          </a>
        );
      })}
    </nav>
  );
}
