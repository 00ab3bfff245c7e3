import { httpOutbound, type Outbound } from '../core/integrations/outbound.ts';

/** How this Worker calls others: over HTTP, and as a client of mail servers. */
export const outbound: Outbound = {
  ...httpOutbound,
  async greet(...asked) {
    const { greetSmtp } = await import('../core/notify/email/smtp-transport.ts');
    return await greetSmtp(...asked);
  },
};
