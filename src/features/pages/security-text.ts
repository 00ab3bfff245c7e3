import type { Site } from '../../call.ts';
import { addSeconds } from '../../platform/clock.ts';

const VALID_SECONDS = 180 * 24 * 60 * 60;

/**
 * Whom to tell of a weakness (RFC 9116): `BRAND_SUPPORT`, or the site itself where that is not set.
 * It is written anew for each request, so it never runs out while the site answers.
 */
export function securityText(
  { clock, deps }: Pick<Site, 'clock' | 'deps'>,
  origin: string,
): string {
  const support = deps.ok ? deps.value.config.BRAND_SUPPORT : undefined;
  const contact = support?.includes('@') ? `mailto:${support}` : (support ?? `${origin}/`);
  const expires = addSeconds(clock.now(), VALID_SECONDS).toISOString();
  return [
    `Contact: ${contact}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en, de',
    `Canonical: ${origin}/.well-known/security.txt`,
    '',
  ].join('\n');
}
