import type { Provider } from './provider.ts';
import { alpaca } from './providers/alpaca.ts';
import { finnhub } from './providers/finnhub.ts';
import { hibp } from './providers/hibp.ts';
import { llm } from './providers/llm.ts';
import { newsapi } from './providers/newsapi.ts';
import { turnstile } from './providers/turnstile.ts';
import { resend } from './providers/resend.ts';
import { smtp } from './providers/smtp.ts';
import { twilio } from './providers/twilio.ts';

/** Every outside service, a line each. */
export const providers: readonly Provider[] = Object.freeze([
  twilio,
  finnhub,
  alpaca,
  llm,
  newsapi,
  hibp,
  turnstile,
  smtp,
  resend,
]);

/** The provider of that id; clients may ask for anything. */
export function findProvider(id: string): Provider | null {
  return providers.find((provider) => provider.id === id) ?? null;
}
