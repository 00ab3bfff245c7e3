/** A stand-in for Alpaca: the trading account of a pair of keys. */
import { plainModes } from './mode.ts';
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';

export type BrokerKeys = { keyId: string; secretKey: string };

/** The account resource as documented: money is decimal text. */
const ACCOUNT = {
  id: 'e6fe16f3-64a4-4921-8928-cadf02f92f98',
  account_number: 'PA3SALLYPORT',
  status: 'ACTIVE',
  crypto_status: 'ACTIVE',
  currency: 'USD',
  cash: '40213.18',
  portfolio_value: '103820.56',
  non_marginable_buying_power: '40213.18',
  accrued_fees: '0',
  pending_transfer_in: '0',
  pending_transfer_out: '0',
  pattern_day_trader: false,
  trade_suspended_by_user: false,
  trading_blocked: false,
  transfers_blocked: false,
  account_blocked: false,
  created_at: '2026-01-05T14:30:00.000000Z',
  shorting_enabled: true,
  long_market_value: '63607.38',
  short_market_value: '0',
  equity: '103820.56',
  last_equity: '103529.24',
  multiplier: '2',
  buying_power: '144033.74',
  initial_margin: '31803.69',
  maintenance_margin: '19082.21',
  sma: '0',
  daytrade_count: 0,
  last_maintenance_margin: '19011.4',
  daytrading_buying_power: '0',
  regt_buying_power: '144033.74',
};

/** Starts it for one pair of keys. */
export async function startBroker(keys: BrokerKeys): Promise<Simulator> {
  return await startSimulator({
    title: 'Alpaca',
    modes: plainModes,
    answer: (call) => answer(call, keys),
    failure: (status) => failure(status),
  });
}

function answer({ method, path, headers }: Call, { keyId, secretKey }: BrokerKeys): Answer {
  if (
    headers['apca-api-key-id']?.toString() !== keyId ||
    headers['apca-api-secret-key']?.toString() !== secretKey
  ) {
    return failure(403);
  }
  return method === 'GET' && path === '/v2/account' ? { status: 200, body: ACCOUNT } : failure(404);
}

const MESSAGES: Readonly<Record<number, string>> = {
  401: 'unauthorized.',
  403: 'forbidden.',
  404: 'endpoint not found.',
  429: 'too many requests.',
};

function failure(status: number): Answer {
  return {
    status,
    body: { message: MESSAGES[status] ?? 'internal server error occurred' },
    headers: { ...(status === 429 && { 'retry-after': '2', 'x-ratelimit-remaining': '0' }) },
  };
}
