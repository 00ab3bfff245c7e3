import { randomBytes } from 'node:crypto';
import { definedOnly, type Vars } from './dev-vars.ts';
import { startBreachedPasswords } from './simulators/breached-passwords.ts';
import { startBroker } from './simulators/broker.ts';
import { startLlm } from './simulators/llm.ts';
import { startMailCatcher } from './simulators/mail-catcher.ts';
import { startMarketData } from './simulators/market-data.ts';
import { startNews } from './simulators/news.ts';
import { startResend } from './simulators/resend.ts';
import type { Simulator } from './simulators/server.ts';
import { isTurnstileTestKey, startTurnstile } from './simulators/turnstile.ts';
import { startTwilio } from './simulators/twilio.ts';

/** What stands in for the outside world: each answers on loopback and names itself to the Worker in `vars`. */
export type MockServices = {
  urls: Record<MockServiceName, string>;
  twilioUrl: string;
  /** The page and the list of the mail catcher; mails arrive at SMTP_URL. */
  mailUrl: string;
  /** For the Worker. Nothing is here for a provider the developer has settings for. */
  vars: Record<string, string>;
  stop(): Promise<void>;
};

type MockServiceName =
  | 'twilio'
  | 'market_data'
  | 'broker'
  | 'llm'
  | 'news'
  | 'mail'
  | 'resend'
  | 'turnstile'
  | 'breached_passwords';

type Started = { simulator: Simulator; vars: Record<string, string> };

type MockService = {
  name: MockServiceName;
  /** How the variables begin that are this provider's. */
  prefixes: readonly string[];
  /** The developer's settings that ask for the simulator; without it there are none. */
  isForSimulator?: (name: string, value: string) => boolean;
  start: (appUrl: string) => Promise<Started>;
};

/** For tests of the other way to send: EMAIL_PROVIDER=resend and this as RESEND_API_KEY. */
export const SIMULATED_RESEND_KEY = 're_of_the_simulator';

/** What the simulator signs its reports with. */
export const SIMULATED_RESEND_SECRET = `whsec_${Buffer.from('signed by the simulator alone').toString('base64')}`;

const MAIL_DOMAIN = 'sallyport.example';

/** The settings of every mail provider: with one of them set, no other mail provider is simulated. */
const MAIL_PREFIXES = ['EMAIL_', 'SMTP_', 'RESEND_'];

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

const MOCK_SERVICES: readonly MockService[] = [
  {
    name: 'twilio',
    prefixes: ['TWILIO_'],
    start: async () => {
      const account = {
        accountSid: `AC${hex(16)}`,
        authToken: hex(16),
        fromNumber: '+15005550006',
      };
      const simulator = await startTwilio(account);
      const vars = {
        TWILIO_ACCOUNT_SID: account.accountSid,
        TWILIO_AUTH_TOKEN: account.authToken,
        TWILIO_FROM_NUMBER: account.fromNumber,
        TWILIO_BASE_URL: simulator.url,
        // No message leaves this machine, so a test message may go to any number.
        SMS_TEST_NUMBERS: '*',
      };
      return { simulator, vars };
    },
  },
  {
    name: 'market_data',
    prefixes: ['FINNHUB_'],
    start: async () => {
      const apiKey = hex(20);
      const simulator = await startMarketData({ apiKey });
      return { simulator, vars: { FINNHUB_API_KEY: apiKey, FINNHUB_BASE_URL: simulator.url } };
    },
  },
  {
    name: 'broker',
    prefixes: ['ALPACA_'],
    start: async () => {
      const keys = { keyId: `PK${hex(9).toUpperCase()}`, secretKey: hex(20) };
      const simulator = await startBroker(keys);
      const vars = {
        ALPACA_API_KEY_ID: keys.keyId,
        ALPACA_API_SECRET_KEY: keys.secretKey,
        ALPACA_BASE_URL: simulator.url,
      };
      return { simulator, vars };
    },
  },
  {
    name: 'llm',
    prefixes: ['LLM_'],
    start: async () => {
      const account = { apiKey: `sk-${hex(24)}`, model: 'simulated-model' };
      const simulator = await startLlm(account);
      const vars = {
        LLM_API_KEY: account.apiKey,
        LLM_MODEL: account.model,
        LLM_BASE_URL: simulator.url,
      };
      return { simulator, vars };
    },
  },
  {
    name: 'news',
    prefixes: ['NEWSAPI_'],
    start: async () => {
      const apiKey = hex(16);
      const simulator = await startNews({ apiKey });
      return { simulator, vars: { NEWSAPI_API_KEY: apiKey, NEWSAPI_BASE_URL: simulator.url } };
    },
  },
  {
    name: 'mail',
    prefixes: MAIL_PREFIXES,
    start: async () => {
      const simulator = await startMailCatcher({ user: 'sallyport', pass: hex(16) });
      const vars = {
        EMAIL_PROVIDER: 'smtp',
        EMAIL_FROM: `Sallyport <no-reply@${MAIL_DOMAIN}>`,
        SMTP_URL: simulator.smtpUrl,
      };
      return { simulator, vars };
    },
  },
  {
    name: 'resend',
    prefixes: MAIL_PREFIXES,
    start: async (appUrl) => {
      const webhook = {
        url: new URL('/api/mail/callback/resend', appUrl).href,
        secret: SIMULATED_RESEND_SECRET,
      };
      const account = { apiKey: SIMULATED_RESEND_KEY, domain: MAIL_DOMAIN, webhook };
      const simulator = await startResend(account);
      const vars = { RESEND_BASE_URL: simulator.url, RESEND_WEBHOOK_SECRET: webhook.secret };
      return { simulator, vars };
    },
  },
  {
    // Without keys, which are the developer's to set, there is no captcha.
    name: 'turnstile',
    prefixes: ['TURNSTILE_'],
    isForSimulator: (name, value) =>
      !['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET_KEY'].includes(name) || isTurnstileTestKey(value),
    start: async () => {
      const simulator = await startTurnstile();
      return { simulator, vars: { TURNSTILE_BASE_URL: simulator.url } };
    },
  },
  {
    name: 'breached_passwords',
    prefixes: ['HIBP_'],
    start: async () => {
      const simulator = await startBreachedPasswords();
      return { simulator, vars: { HIBP_BASE_URL: simulator.url } };
    },
  },
];

/**
 * Starts the simulators of outside providers, with fresh credentials. `vars` are the developer's own: a provider that
 * has a setting there is left alone, so the Worker talks to the real one. An empty setting is none.
 */
export async function startMockServices({
  appUrl,
  vars: own,
}: {
  appUrl: string;
  vars: Vars;
}): Promise<MockServices> {
  const settings = Object.entries(definedOnly(own)).filter(([, value]) => value !== '');
  await using running = new AsyncDisposableStack();
  const vars: Record<string, string> = { PUBLIC_URL: appUrl };
  const urls: MockServices['urls'] = {
    twilio: '',
    market_data: '',
    broker: '',
    llm: '',
    news: '',
    mail: '',
    resend: '',
    turnstile: '',
    breached_passwords: '',
  };
  for (const { name, prefixes, isForSimulator, start } of MOCK_SERVICES) {
    const { simulator, vars: simulated } = await start(appUrl);
    running.defer(async () => await simulator.stop());
    urls[name] = simulator.url;
    const isTaken = settings.some(
      ([setting, value]) =>
        prefixes.some((prefix) => setting.startsWith(prefix)) && !isForSimulator?.(setting, value),
    );
    Object.assign(vars, isTaken ? {} : simulated);
  }
  const all = running.move();
  return {
    urls,
    twilioUrl: urls.twilio,
    mailUrl: urls.mail,
    vars: Object.fromEntries(Object.entries(vars).filter(([name]) => !own[name])),
    stop: async () => await all.disposeAsync(),
  };
}
