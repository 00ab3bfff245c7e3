/**
 * Why a call failed, in our words: what the ledger keeps, and what an operator can do about it.
 * Providers map their own codes to these; no text of a provider is ever repeated.
 */
export const failureCodes = Object.freeze({
  CREDENTIALS_REFUSED: 'Check the key of this integration and set it again.',
  PERMISSION_REFUSED: 'Give the key of this integration the permission it lacks.',
  REQUEST_REFUSED: 'The provider did not accept the request; check what was asked for.',
  NOT_FOUND: 'The provider does not know what was asked for; check its name.',
  THROTTLED: 'The provider asks for fewer calls; wait and try again.',
  PROVIDER_ERROR: 'The provider has trouble of its own; wait and try again.',
  UNREACHABLE: 'The provider could not be reached; check its base URL and its status page.',
  TIMEOUT: 'The provider did not answer in time; look whether it acted before trying again.',
  UNEXPECTED_ANSWER: 'The provider answered in a form that is not documented; check its base URL.',
  INTERRUPTED: 'The call was cut off before its end was known; look whether the provider acted.',
  NUMBER_INVALID: 'Check the phone number: it must be a real one in the form +14155550123.',
  NUMBER_NOT_MOBILE: 'Use a mobile number; this one cannot receive messages.',
  NUMBER_UNSUBSCRIBED: 'This number replied STOP; its owner has to reply START first.',
  NUMBER_UNVERIFIED: 'A trial account may only send to numbers verified with the provider.',
  REGION_REFUSED: 'Allow this country in the geographic permissions of the messaging account.',
  SENDER_REFUSED: 'Check the sending number or the messaging service of the account.',
  MESSAGE_TOO_LONG: 'Shorten the message to 1600 characters.',
  MESSAGE_FILTERED: 'The carrier filtered the message; change its text or register the sender.',
  NUMBER_UNREACHABLE: 'The phone is off, out of reach or not in service; try again later.',
  NUMBER_UNKNOWN: 'The number is not in service; check it.',
  CONNECTION_LOST: 'The mail server hung up before it took the e-mail; it is sent again by itself.',
  TLS_REFUSED:
    'The mail server offers no sound encryption; use smtps:// or a port with STARTTLS, and a valid certificate.',
  MAIL_SENDER_REFUSED:
    'The mail server does not send for EMAIL_FROM; verify that address or domain with the provider.',
  RECIPIENT_REFUSED: 'The mail server does not know this address or refuses it; check it.',
  MESSAGE_REFUSED:
    'The mail server refused the e-mail; check how EMAIL_FROM is authenticated (SPF, DKIM).',
  GREYLISTED: 'The mail server asks to come back later; the e-mail is sent again by itself.',
  LETTER_BROKEN: 'This letter cannot be written; look for its trace in the log.',
});

export type FailureCode = keyof typeof failureCodes;

/** What to do about a code; an unknown one, from an older version, has no advice. */
export function fixFor(code: string | null): string | null {
  return Object.entries(failureCodes).find(([name]) => name === code)?.[1] ?? null;
}
