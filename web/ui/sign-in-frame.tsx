import type { ComponentChildren } from 'preact';

import { Appearance } from './appearance.tsx';
import { BrandMark } from './brand-mark.tsx';
import { OfflineNote } from './offline-note.tsx';

interface SignInFrameProps {
  readonly lit: 'both' | 'outer' | 'inner';
  readonly children: ComponentChildren;
  /** Below the form. */
  readonly footer?: ComponentChildren;
}

/** A narrow page for somebody on the way in: a form standing in two doorways. */
export function SignInFrame({ lit, children, footer }: SignInFrameProps) {
  return (
    <div class="relative isolate flex min-h-dvh flex-col items-center overflow-hidden px-5">
      <Arch look="h-[calc(100%-3rem)] w-[54rem]" lit={lit === 'outer'} />
      <Arch look="h-[calc(100%-7rem)] w-[40rem]" lit={lit === 'inner'} />
      <main class="w-full max-w-[22.5rem] flex-1 space-y-6 pt-14 pb-16 sm:pt-[max(12rem,18vh)]">
        <BrandMark look="size-10" lit={lit} />
        <OfflineNote />
        {children}
        {footer && <div class="border-t border-hairline pt-5 text-[0.9375rem]">{footer}</div>}
      </main>
      <footer class="w-full max-w-[22.5rem] pb-8 text-sm">
        <Appearance />
      </footer>
    </div>
  );
}

function Arch({ look, lit }: { readonly look: string; readonly lit: boolean }) {
  return (
    <div
      aria-hidden="true"
      class={`absolute bottom-0 left-1/2 -z-10 -translate-x-1/2 rounded-t-full border-x border-t max-sm:hidden ${look} ${
        lit ? 'border-accent/50' : 'border-hairline'
      }`}
    />
  );
}
