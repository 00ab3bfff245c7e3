/** A stand-in for Finnhub: quotes and company news. */
import { plainModes } from './mode.ts';
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';

type Company = { name: string; price: number; previousClose: number };

const COMPANIES = new Map<string, Company>([
  ['AAPL', { name: 'Apple', price: 231.4, previousClose: 229.1 }],
  ['AMZN', { name: 'Amazon', price: 204.75, previousClose: 206.2 }],
  ['GOOGL', { name: 'Alphabet', price: 178.9, previousClose: 177.35 }],
  ['META', { name: 'Meta', price: 588.2, previousClose: 590.6 }],
  ['MSFT', { name: 'Microsoft', price: 427.85, previousClose: 425.3 }],
  ['NVDA', { name: 'Nvidia', price: 141.95, previousClose: 139.4 }],
  ['SPY', { name: 'S&P 500', price: 593.1, previousClose: 591.45 }],
  ['TSLA', { name: 'Tesla', price: 342.6, previousClose: 346.05 }],
]);

/** What Finnhub says of a symbol it does not know. */
const UNKNOWN = { c: 0, d: null, dp: null, h: 0, l: 0, o: 0, pc: 0, t: 0 };

/** The close of a trading day, the same at every start. */
const CLOSED_AT = Date.UTC(2026, 0, 15, 21) / 1000;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Starts it with the one key it takes; the symbols it knows are listed in this file. */
export async function startMarketData(account: { apiKey: string }): Promise<Simulator> {
  return await startSimulator({
    title: 'Finnhub',
    modes: plainModes,
    answer: (call) => refuseKey(call, account.apiKey) ?? route(call),
    failure: (status) => failure(status),
  });
}

function refuseKey({ headers, query }: Call, apiKey: string): Answer | null {
  const given = headers['x-finnhub-token']?.toString() ?? query.get('token') ?? '';
  if (given === '') {
    return { status: 401, body: { error: 'Please use an API key.' } };
  }
  return given === apiKey ? null : failure(401);
}

function route({ method, path, query }: Call): Answer {
  switch (`${method} ${path}`) {
    case 'GET /api/v1/quote':
      return quote(query.get('symbol') ?? '');
    case 'GET /api/v1/company-news':
      return companyNews(query);
    default:
      return failure(404);
  }
}

function quote(symbol: string): Answer {
  if (symbol === '') {
    return failure(422);
  }
  const company = COMPANIES.get(symbol.toUpperCase());
  if (company === undefined) {
    return { status: 200, body: UNKNOWN };
  }
  const { price, previousClose } = company;
  const change = price - previousClose;
  return {
    status: 200,
    body: {
      c: price,
      d: round(change, 2),
      dp: round((change / previousClose) * 100, 4),
      h: round(Math.max(price, previousClose) * 1.004, 2),
      l: round(Math.min(price, previousClose) * 0.996, 2),
      o: round(previousClose * 1.001, 2),
      pc: previousClose,
      t: CLOSED_AT,
    },
  };
}

function companyNews(query: URLSearchParams): Answer {
  const symbol = (query.get('symbol') ?? '').toUpperCase();
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? '';
  if (symbol === '' || !DAY.test(from) || !DAY.test(to)) {
    return failure(422);
  }
  const company = COMPANIES.get(symbol);
  if (company === undefined || from > to) {
    return { status: 200, body: [] };
  }
  const headlines = [`${company.name} reports its quarter`, `What ${company.name} plans next`];
  return {
    status: 200,
    body: headlines.map((headline, index) => ({
      category: 'company',
      datetime: Date.parse(`${to}T12:00:00Z`) / 1000 - index * 3600,
      headline,
      id: 7_000_001 + index,
      image: '',
      related: symbol,
      source: 'Simulator',
      summary: `${headline}. This text was made up on this machine.`,
      url: `https://news.example/${symbol.toLowerCase()}/${index + 1}`,
    })),
  };
}

const ERRORS: Readonly<Record<number, string>> = {
  401: 'Invalid API key.',
  403: "You don't have access to this resource.",
  422: 'Wrong parameters.',
  429: 'API limit reached. Please try again later. Remaining Limit: 0',
};

function failure(status: number): Answer {
  return {
    status,
    body: { error: ERRORS[status] ?? 'Something went wrong.' },
    headers: {
      ...(status === 429 && {
        'retry-after': '2',
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': '0',
      }),
    },
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
