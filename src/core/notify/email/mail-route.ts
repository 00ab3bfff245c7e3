import type { Integrations } from '../../integrations/configure.ts';
import type { Outbound } from '../../integrations/outbound.ts';
import { setting } from '../../integrations/provider.ts';
import { parseMailbox } from '../../integrations/providers/mailbox.ts';
import { smtpServerOf } from '../../integrations/providers/smtp.ts';
import { resendTransport } from './resend-transport.ts';
import { smtpTransport } from './smtp-transport.ts';
import type { MailTransport } from './transport.ts';

export type MailProvider = 'smtp' | 'resend';

export interface MailRoute {
  readonly provider: MailProvider;
  readonly transport: MailTransport;
}

/** The way e-mails leave this deployment; null while its provider lacks a variable or none is chosen. */
export function mailRoute(
  chosen: MailProvider | 'off',
  integrations: Integrations,
  outbound: Pick<Outbound, 'send'>,
): MailRoute | null {
  const configured = chosen === 'off' ? null : integrations[chosen];
  if (chosen === 'off' || !configured?.configured) {
    return null;
  }
  const from = parseMailbox(setting(configured.settings, 'EMAIL_FROM'));
  if (!from) {
    return null;
  }
  if (chosen === 'resend') {
    return { provider: chosen, transport: resendTransport(outbound, configured, from) };
  }
  const server = smtpServerOf(configured.settings);
  return server ? { provider: chosen, transport: smtpTransport(server, from) } : null;
}
