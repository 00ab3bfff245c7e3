import { MINUTE } from '../../platform/seconds.ts';

/**
 * What text messages may cost, in messages, and where they may go, by calling code. People and services
 * have budgets apart: nothing that people cause can spend what an alert needs.
 */
export const smsLimits = Object.freeze({
  /** Alerts of services. */
  services: { perSenderPerDay: 50, perNumberPerDay: 20, perDay: 500, perMonth: 5000 },
  /** Codes and test messages. A network is the /24 of IPv4, the /48 of IPv6. */
  people: {
    perSenderPerDay: 50,
    perNetworkPerDay: 100,
    perNumberPerDay: 20,
    perDay: 300,
    perMonth: 3000,
  },
  /** Of the countries that share calling code 1, these; the islands are what pumping likes. */
  sharedCode1: ['US', 'CA'] as readonly string[],
  callingCodes: (
    '1 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 61 64 65 81 82 351 352 ' +
    '353 354 356 357 358 359 370 371 372 385 386 420 421 423'
  ).split(' '),
});

/** A code sent to a phone number. */
export const phoneCodeLimits = Object.freeze({ lifetimeSeconds: 10 * MINUTE, digits: 6 });
