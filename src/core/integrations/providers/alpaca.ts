import * as z from 'zod/mini';

import {
  KEY_SHAPE,
  setting,
  type Provider,
  type ProviderOperation,
  type ProviderSettings,
} from '../provider.ts';

export interface BrokerAccount {
  readonly status: string;
  readonly currency: string;
  /** Decimal text, as the broker writes money. */
  readonly cash: string;
  readonly equity: string;
  readonly buyingPower: string;
}

const AccountAnswer = z.object({
  id: z.string(),
  status: z.string(),
  currency: z.string(),
  cash: z.string(),
  equity: z.string(),
  buying_power: z.string(),
});

function headers(settings: ProviderSettings) {
  return {
    'apca-api-key-id': setting(settings, 'ALPACA_API_KEY_ID'),
    'apca-api-secret-key': setting(settings, 'ALPACA_API_SECRET_KEY'),
  };
}

/** Alpaca's `GET /v2/account`. */
export const getAccount: ProviderOperation<null, BrokerAccount> = {
  name: 'account',
  request: (settings) => ({ method: 'GET', path: '/v2/account', headers: headers(settings) }),
  read: (body) => {
    const parsed = AccountAnswer.safeParse(body);
    if (!parsed.success) {
      return null;
    }
    const { id, status, currency, cash, equity, buying_power: buyingPower } = parsed.data;
    return { value: { status, currency, cash, equity, buyingPower }, ref: id };
  },
};

export const alpaca: Provider = {
  id: 'alpaca',
  label: 'Alpaca',
  kind: 'broker',
  required: [
    { name: 'ALPACA_API_KEY_ID', shape: KEY_SHAPE },
    { name: 'ALPACA_API_SECRET_KEY', shape: KEY_SHAPE },
  ],
  oneOf: [],
  optional: [],
  baseUrl: { variable: 'ALPACA_BASE_URL', vendor: 'https://api.alpaca.markets' },
  check: getAccount,
  explain: ({ httpStatus }) => (httpStatus === 403 ? 'CREDENTIALS_REFUSED' : null),
};
