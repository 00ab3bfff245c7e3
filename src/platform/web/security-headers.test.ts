import { expect, test } from 'vitest';

import { securityHeaders, type ForeignWidget } from './security-headers.ts';

function policy(widget: ForeignWidget | null): string {
  return new Map(securityHeaders(widget)).get('content-security-policy') ?? '';
}

const PLAIN =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

test('without a widget nothing comes from elsewhere, and nothing is framed', () => {
  expect(policy(null)).toBe(PLAIN);
});

test('a widget brings its script and its frame, from one origin, and nothing more', () => {
  const widget = { origin: 'https://challenges.cloudflare.com', connects: false };
  expect(policy(widget)).toBe(
    PLAIN.replace("script-src 'self'", `script-src 'self' ${widget.origin}`).replace(
      "connect-src 'self'",
      `connect-src 'self'; frame-src ${widget.origin}`,
    ),
  );
});

test('a widget that calls home from the page may do so', () => {
  const widget = { origin: 'http://127.0.0.1:4000', connects: true };
  expect(policy(widget)).toContain("connect-src 'self' http://127.0.0.1:4000;");
});

test('every other header is the same with a widget', () => {
  const widget = { origin: 'https://x.example', connects: true };
  expect(securityHeaders(widget).slice(1)).toEqual(securityHeaders(null).slice(1));
});
