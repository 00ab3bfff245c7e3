type Header = readonly [name: string, value: string];

/** The one origin besides our own that the pages may load from, and what. */
export interface ForeignWidget {
  readonly origin: string;
  /** Its script also calls home from our page, not only from its frame. */
  readonly connects: boolean;
}

/**
 * Sent with every answer, page or JSON. Nothing inline, nothing from elsewhere but the script and the
 * frame of `widget`, no frame around it. Names and values after the OWASP Secure Headers Project.
 */
export function securityHeaders(widget: ForeignWidget | null): readonly Header[] {
  return [['content-security-policy', contentSecurityPolicy(widget)], ...constantHeaders];
}

function contentSecurityPolicy(widget: ForeignWidget | null): string {
  const allow = (directive: string, isAllowed: boolean) =>
    widget && isAllowed ? `${directive} ${widget.origin}` : directive;
  return [
    "default-src 'none'",
    allow("script-src 'self'", true),
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    allow("connect-src 'self'", widget?.connects ?? false),
    ...(widget ? [allow('frame-src', true)] : []),
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const constantHeaders: readonly Header[] = Object.freeze([
  ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  [
    'permissions-policy',
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  ],
]);
