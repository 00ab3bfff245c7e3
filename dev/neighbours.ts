import { randomBytes } from 'node:crypto';
import type { Vars } from './dev-vars.ts';
import { startBroker } from './simulators/broker.ts';
import { startLlm } from './simulators/llm.ts';
import { startMarketData } from './simulators/market-data.ts';
import { startNews } from './simulators/news.ts';
import type { Simulator } from './simulators/server.ts';
import { startTwilio } from './simulators/twilio.ts';

/** What stands in for the outside world: each answers on loopback and names itself to the Worker in `vars`. */
export type Neighbours = {
  urls: Record<NeighbourName, string>;
  twilioUrl: string;
  mailUrl: string | null;
  /** For the Worker. Nothing is here for a provider the developer has settings for. */
  vars: Record<string, string>;
  stop(): Promise<void>;
};

type NeighbourName = 'twilio' | 'market_data' | 'broker' | 'llm' | 'news';

type Started = { simulator: Simulator; vars: Record<string, string> };

type Neighbour = {
  name: NeighbourName;
  /** How the variables begin that are this provider's. */
  prefix: string;
  start: () => Promise<Started>;
};

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

const NEIGHBOURS: readonly Neighbour[] = [
  {
    name: 'twilio',
    prefix: 'TWILIO_',
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
    prefix: 'FINNHUB_',
    start: async () => {
      const apiKey = hex(20);
      const simulator = await startMarketData({ apiKey });
      return { simulator, vars: { FINNHUB_API_KEY: apiKey, FINNHUB_BASE_URL: simulator.url } };
    },
  },
  {
    name: 'broker',
    prefix: 'ALPACA_',
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
    prefix: 'LLM_',
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
    prefix: 'NEWSAPI_',
    start: async () => {
      const apiKey = hex(16);
      const simulator = await startNews({ apiKey });
      return { simulator, vars: { NEWSAPI_API_KEY: apiKey, NEWSAPI_BASE_URL: simulator.url } };
    },
  },
];

/**
 * Starts the simulators of outside providers, with fresh credentials. `vars` are the developer's own: a provider that
 * has a setting there is left alone, so the Worker talks to the real one. An empty setting is none.
 */
export async function startNeighbours({
  appUrl,
  vars: own,
}: {
  appUrl: string;
  vars: Vars;
}): Promise<Neighbours> {
  const isSet = (prefix: string) =>
    Object.entries(own).some(([name, value]) => Boolean(value) && name.startsWith(prefix));

  await using running = new AsyncDisposableStack();
  const vars: Record<string, string> = { PUBLIC_URL: appUrl };
  const urls: Neighbours['urls'] = { twilio: '', market_data: '', broker: '', llm: '', news: '' };
  for (const { name, prefix, start } of NEIGHBOURS) {
    const { simulator, vars: simulated } = await start();
    running.defer(async () => await simulator.stop());
    urls[name] = simulator.url;
    Object.assign(vars, isSet(prefix) ? {} : simulated);
  }
  const all = running.move();
  return {
    urls,
    twilioUrl: urls.twilio,
    mailUrl: null,
    vars: Object.fromEntries(Object.entries(vars).filter(([name]) => !own[name])),
    stop: async () => await all.disposeAsync(),
  };
}
