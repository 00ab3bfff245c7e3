import { useEffect, useRef } from 'preact/hooks';

/** The heading of a step or a part that has just taken another's place; it takes the focus. */
export function StepHeading({ children }: { readonly children: string }) {
  const element = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    element.current?.focus();
  }, []);
  return (
    <h3 ref={element} tabIndex={-1} class="font-semibold">
      {children}
    </h3>
  );
}
