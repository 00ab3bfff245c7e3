import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { brand } from '../brand.ts';

interface HeadingProps {
  /** The document's title is set from it. */
  readonly title: string;
  /** Another field of the page takes the focus. */
  readonly quiet?: boolean;
  readonly children?: ComponentChildren;
}

/** A page's heading: names the document and takes the focus, so that everybody knows the page changed. */
export function Heading({ title, quiet = false, children = title }: HeadingProps) {
  const element = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${brand}`;
    if (!quiet) {
      element.current?.focus();
    }
  }, [title, quiet]);
  return (
    <h1
      ref={element}
      tabIndex={-1}
      class="text-[1.625rem] leading-tight font-semibold tracking-tight text-balance"
    >
      {children}
    </h1>
  );
}
