import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface CardProps {
  readonly title: string;
  readonly badge?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
}

/** A titled section with room for acts at its foot. */
export function Card({ title, badge, children, footer }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} class="rounded-xl border border-hairline bg-surface">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 pt-5 sm:px-6">
        <h2 id={id} class="text-lg font-semibold tracking-tight">
          {title}
        </h2>
        {badge}
      </div>
      <div class="space-y-4 px-5 pt-2 pb-5 sm:px-6 sm:pb-6">{children}</div>
      {footer && (
        <div class="flex flex-wrap gap-3 border-t border-hairline px-5 py-4 sm:px-6">{footer}</div>
      )}
    </section>
  );
}
