import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';

import { SignOutButton } from '../features/sessions/sign-out-button.tsx';
import { DoorMark } from '../ui/door-mark.tsx';

interface ShellProps {
  /** Not known while the page is on its way. */
  readonly email?: string;
  readonly children: ComponentChildren;
}

const places = Object.freeze([
  ['/', 'Overview'],
  ['/settings/security', 'Security'],
] as const);

/** What is around every page of somebody signed in. */
export function Shell({ email, children }: ShellProps) {
  const { path } = useLocation();
  return (
    <>
      <header class="border-b border-hairline bg-surface">
        <div class="mx-auto grid max-w-3xl grid-cols-[1fr_auto] items-center gap-x-6 px-5 sm:grid-cols-[auto_1fr_auto]">
          <a href="/" class="flex min-h-14 items-center gap-2.5 font-semibold tracking-tight">
            <DoorMark look="size-6" />
            Sallyport
          </a>
          <nav
            aria-label="Main"
            class="order-last col-span-2 -mx-3 flex sm:order-none sm:col-span-1 sm:mx-0"
          >
            {places.map(([href, name]) => (
              <a
                key={href}
                href={href}
                aria-current={path === href ? 'page' : undefined}
                class={`flex min-h-11 items-center border-b-2 px-3 text-[0.9375rem] sm:min-h-14 ${
                  path === href
                    ? 'border-accent font-medium text-ink'
                    : 'border-transparent text-muted hover:text-ink'
                }`}
              >
                {name}
              </a>
            ))}
          </nav>
          <div class="flex min-w-0 items-center gap-4">
            {email && (
              <>
                <span class="max-w-48 truncate text-sm text-muted max-md:hidden" title={email}>
                  {email}
                </span>
                <SignOutButton />
              </>
            )}
          </div>
        </div>
      </header>
      <main class="mx-auto max-w-3xl space-y-6 px-5 py-8 sm:py-12">{children}</main>
    </>
  );
}
