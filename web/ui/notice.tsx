import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface NoticeProps {
  /** Takes the focus when its sentence changes: what had it before may be gone. */
  readonly focus?: boolean;
  /** Nothing is drawn for an empty one. */
  readonly children: ComponentChildren;
}

/** One calm sentence about what happened before. */
export function Notice({ focus = false, children }: NoticeProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus && children) {
      element.current?.focus();
    }
  }, [focus, children]);
  return (
    <div ref={element} role="status" tabIndex={-1} class={children ? '' : 'sr-only'}>
      {children && (
        <p class="rounded-lg border border-accent/25 bg-accent-wash px-4 py-3 text-[0.9375rem] break-words">
          {children}
        </p>
      )}
    </div>
  );
}
