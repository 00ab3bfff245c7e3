import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';

import { linksOf } from '../menu.ts';
import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { Heading } from '../ui/heading.tsx';
import { SignedIn } from './signed-in.tsx';

interface SettingsProps {
  readonly title: string;
  /** One sentence under the heading. */
  readonly lead: string;
  readonly children: (me: Me) => ComponentChildren;
}

/** A page of settings, with the others beside it. */
export function Settings({ title, lead, children }: SettingsProps) {
  return (
    <SignedIn>
      {(me) => (
        <div class="gap-x-10 md:grid md:grid-cols-[9rem_minmax(0,1fr)]">
          <Sections />
          <div class="space-y-6">
            <div class="space-y-1">
              <Heading title={title} />
              <p class="text-muted">{lead}</p>
            </div>
            {children(me)}
          </div>
        </div>
      )}
    </SignedIn>
  );
}

function Sections() {
  const { path } = useLocation();
  return (
    <nav
      aria-label={t('Settings')}
      class="-mt-3 mb-6 flex flex-wrap gap-x-5 border-b border-hairline md:mt-0 md:flex-col md:flex-nowrap md:border-0"
    >
      {linksOf('settings').map(({ href, name }) => (
        <a
          key={href}
          href={href}
          aria-current={path === href ? 'page' : undefined}
          class={`-mb-px flex min-h-11 items-center border-b-2 text-[0.9375rem] md:mb-0 md:min-h-10 md:border-b-0 md:border-l-2 md:pl-4 ${
            path === href
              ? 'border-accent font-medium text-ink'
              : 'border-transparent text-muted hover:text-ink md:border-hairline'
          }`}
        >
          {name()}
        </a>
      ))}
    </nav>
  );
}
