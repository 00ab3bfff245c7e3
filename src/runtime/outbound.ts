import { httpOutbound, type Outbound } from '../core/integrations/outbound.ts';
import { greetSmtp } from '../core/notify/email/smtp-transport.ts';

/** How this Worker calls others: over HTTP, and as a client of mail servers. */
export const outbound: Outbound = { ...httpOutbound, greet: greetSmtp };
