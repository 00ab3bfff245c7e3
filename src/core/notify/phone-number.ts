import type { PhoneNumber } from 'libphonenumber-js/max';

import { smsLimits } from './limits.ts';

/** A number that may be sent to, or why not. */
export type CheckedNumber =
  | { readonly ok: true; readonly e164: string }
  | { readonly ok: false; readonly problem: string };

/** Kinds of number that cost the sender or that no person reads. */
const REFUSED_TYPES: ReadonlySet<string> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'UAN',
  'PAGER',
  'VOICEMAIL',
  'TOLL_FREE',
]);

/**
 * Holds a number against the countries and kinds that are sent to. The metadata is large and loaded
 * only here, when something is about to be sent.
 */
export async function checkNumber(text: string): Promise<CheckedNumber> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const parsed = text.startsWith('+') ? parsePhoneNumberFromString(text) : undefined;
  if (!parsed?.isPossible()) {
    return { ok: false, problem: 'Write the whole number, such as +14155550123.' };
  }
  const type = parsed.getType();
  // Twilio's magic numbers are personal numbers of North America; elsewhere that kind is sold for pumping.
  const isPersonal = type === 'PERSONAL_NUMBER' && parsed.countryCallingCode !== '1';
  if (isPersonal || (type !== undefined && REFUSED_TYPES.has(type))) {
    return { ok: false, problem: 'Messages are not sent to numbers of this kind.' };
  }
  return isAllowedCountry(parsed) && !isPremiumByPrefix(parsed.number)
    ? { ok: true, e164: parsed.number }
    : { ok: false, problem: 'Messages are not sent to this country.' };
}

/** By calling code, and within one that many countries share, by country where the number tells it. */
function isAllowedCountry({ countryCallingCode, country }: PhoneNumber): boolean {
  const isListed = smsLimits.callingCodes.some((code) => code === countryCallingCode);
  const isShared = countryCallingCode === '1';
  return (
    isListed && (!isShared || country === undefined || smsLimits.sharedCode1.includes(country))
  );
}

/** Ranges sold at premium rates that the numbering metadata files under a harmless kind. */
const PREMIUM_PREFIXES = ['+1900', '+4490', '+4498', '+4487', '+49900', '+49137', '+3389'];

function isPremiumByPrefix(e164: string): boolean {
  return PREMIUM_PREFIXES.some((prefix) => e164.startsWith(prefix));
}
