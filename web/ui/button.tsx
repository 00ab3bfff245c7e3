import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'disabled' | 'class'> {
  readonly kind?: 'primary' | 'secondary' | 'danger';
  /** An act is under way: the button stays focusable but does nothing. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

const shape =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-lg border px-4 text-[0.9375rem] font-medium ' +
  'transition-colors disabled:cursor-not-allowed disabled:border-hairline disabled:bg-sunken disabled:text-muted';

const looks = Object.freeze({
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border-edge/60 bg-surface text-ink hover:border-edge hover:bg-sunken',
  danger: 'border-transparent bg-danger text-on-danger hover:bg-danger-strong',
});

/** A button that cannot be pressed twice: while busy it says so and lets nothing through. */
export function Button({
  kind = 'primary',
  busy = false,
  disabled = false,
  wide = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`${shape} ${looks[kind]} ${wide ? 'w-full' : 'max-sm:w-full'}`}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

interface ButtonLinkProps {
  readonly href: string;
  readonly onClick?: () => void;
  readonly children: ComponentChildren;
}

/** The way on, where it leads to another page. */
export function ButtonLink({ children, ...rest }: ButtonLinkProps) {
  return (
    <a {...rest} class={`${shape} ${looks.primary} w-full`}>
      {children}
    </a>
  );
}

function Spinner() {
  return (
    <svg class="size-4 animate-spin" viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" stroke="currentcolor" stroke-opacity="0.3" stroke-width="2" />
      <path
        d="M8 1.5A6.5 6.5 0 0 1 14.5 8"
        stroke="currentcolor"
        stroke-width="2"
        stroke-linecap="round"
      />
    </svg>
  );
}
