import { Secret } from '../../../platform/secret.ts';
import { setting, type Provider, type ProviderSettings } from '../provider.ts';
import { emailVariables } from './mailbox.ts';

/** Where e-mails are handed in. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly isSecure: boolean;
  /** On this machine: a catcher, not a real one. Only here may anything go unencrypted. */
  readonly isLoopback: boolean;
  readonly login: { readonly user: string; readonly password: Secret } | null;
}

/** Submission with STARTTLS, and over TLS (RFC 6409 section 3.1, RFC 8314 section 3.3). */
const STARTTLS_PORT = 587;
const TLS_PORT = 465;
const MAX_PORT = 65_535;

const URL_SHAPE =
  /^(smtps?):\/\/(?:([^\s/?#@:]+):([^\s/?#@:]+)@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::(\d{1,5}))?\/?$/;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** Reads `smtp://[user:password@]host[:port]` or `smtps://…`; the credentials are percent-decoded. Null for anything else. */
export function parseSmtpUrl(text: string): SmtpServer | null {
  const [, scheme, user, password, bracketed = '', digits] = URL_SHAPE.exec(text) ?? [];
  const isSecure = scheme === 'smtps';
  const port = digits ? Number(digits) : isSecure ? TLS_PORT : STARTTLS_PORT;
  const login = loginOf(user, password);
  if (scheme === undefined || login === undefined || port < 1 || port > MAX_PORT) {
    return null;
  }
  const host = bracketed.replaceAll(/^\[|\]$/g, '').toLowerCase();
  return { host, port, isSecure, isLoopback: LOOPBACK.test(host), login };
}

/** Undefined when it is not decodable or could end a line of the conversation. */
function loginOf(user?: string, password?: string): SmtpServer['login'] | undefined {
  if (user === undefined || password === undefined) {
    return null;
  }
  try {
    const [name, word] = [decodeURIComponent(user), decodeURIComponent(password)];
    return /^\P{Cc}+$/u.test(name + word) ? { user: name, password: new Secret(word) } : undefined;
  } catch {
    return undefined;
  }
}

/** The server these settings name. */
export function smtpServerOf(settings: ProviderSettings): SmtpServer | null {
  return parseSmtpUrl(setting(settings, 'SMTP_URL'));
}

/** Any mail server that takes e-mails over SMTP. */
export const smtp: Provider = {
  id: 'smtp',
  label: 'SMTP',
  kind: 'email',
  chosen: (env) => env['EMAIL_PROVIDER'] === 'smtp',
  required: [
    { name: 'SMTP_URL', shape: { test: (text: string) => parseSmtpUrl(text) !== null } },
    ...emailVariables,
  ],
  oneOf: [],
  optional: [],
  baseUrl: null,
  isSimulator: ({ SMTP_URL: url }) =>
    typeof url === 'string' && parseSmtpUrl(url)?.isLoopback === true,
  check: { name: 'connection.check', greeting: null },
  explain: () => null,
};
