/** A stand-in for NewsAPI: a search through articles, and the headlines. */
import { plainModes } from './mode.ts';
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';

const TITLES = [
  '{topic} closes higher after a quiet session',
  'Analysts differ on {topic}',
  '{topic}: five things to know this week',
  'Regulator takes a look at {topic}',
  'Why {topic} moved today',
];

const NEWEST_AT = Date.UTC(2026, 0, 15, 18);
const HOUR_MS = 3_600_000;
const MAX_PAGE_SIZE = 100;

/** Starts it for one key. Every topic has the same five articles. */
export async function startNews(account: { apiKey: string }): Promise<Simulator> {
  return await startSimulator({
    title: 'NewsAPI',
    modes: plainModes,
    answer: (call) => refuse(call, account.apiKey) ?? route(call),
    failure: (status) => failure(status),
  });
}

/** The real one wants a user agent too, and refuses a client without one. */
function refuse({ headers, query }: Call, apiKey: string): Answer | null {
  const given =
    headers['x-api-key']?.toString() ??
    query.get('apiKey') ??
    headers.authorization?.replace(/^Bearer +/i, '') ??
    '';
  if (!headers['user-agent']) {
    return failure(400, {
      code: 'userAgentMissing',
      message:
        'Please set your User-Agent header to identify your application. Anonymous requests are not allowed.',
    });
  }
  if (given === '') {
    return failure(401, {
      code: 'apiKeyMissing',
      message:
        'Your API key is missing. Append this to the URL with the apiKey param, or use the x-api-key HTTP header.',
    });
  }
  return given === apiKey ? null : failure(401);
}

function route({ method, path, query }: Call): Answer {
  switch (`${method} ${path}`) {
    case 'GET /v2/everything':
      return articles(query, ['q', 'qInTitle', 'sources', 'domains']);
    case 'GET /v2/top-headlines':
      return articles(query, ['q', 'sources', 'country', 'category']);
    default:
      return failure(404);
  }
}

/** At least one of `wanted` narrows the search. */
function articles(query: URLSearchParams, wanted: readonly string[]): Answer {
  const topic = wanted.map((name) => query.get(name)).find(Boolean);
  if (topic === undefined || topic === null) {
    return failure(400, {
      code: 'parametersMissing',
      message: `Required parameters are missing. Please set any of the following required parameters and try again: ${wanted.join(', ')}.`,
    });
  }
  const pageSize = Number(query.get('pageSize') ?? MAX_PAGE_SIZE);
  const page = Number(query.get('page') ?? 1);
  if (!isCount(pageSize) || pageSize > MAX_PAGE_SIZE || !isCount(page)) {
    return failure(400, {
      code: 'parameterInvalid',
      message: `pageSize must be from 1 to ${MAX_PAGE_SIZE}, page at least 1.`,
    });
  }
  const found = TITLES.map((title, index) => article(title.replace('{topic}', topic), index));
  return {
    status: 200,
    body: {
      status: 'ok',
      totalResults: found.length,
      articles: found.slice((page - 1) * pageSize, page * pageSize),
    },
  };
}

function article(title: string, index: number) {
  return {
    source: { id: null, name: 'Simulator' },
    author: null,
    title,
    description: `${title}. This text was made up on this machine.`,
    url: `https://news.example/articles/${index + 1}`,
    urlToImage: null,
    publishedAt: new Date(NEWEST_AT - index * HOUR_MS).toISOString().replace('.000', ''),
    content: null,
  };
}

type Problem = { code: string; message: string };

const PROBLEMS: Readonly<Record<number, Problem>> = {
  400: { code: 'parameterInvalid', message: 'A parameter is not supported.' },
  401: {
    code: 'apiKeyInvalid',
    message:
      'Your API key is invalid or incorrect. Check your key, or go to https://newsapi.org to create a free API key.',
  },
  404: { code: 'notFound', message: 'There is nothing here.' },
  429: {
    code: 'rateLimited',
    message: 'You have made too many requests recently. Back off for a while.',
  },
};

const UNEXPECTED: Problem = {
  code: 'unexpectedError',
  message: 'Something went wrong on our side.',
};

function failure(status: number, problem = PROBLEMS[status] ?? UNEXPECTED): Answer {
  return {
    status,
    body: { status: 'error', ...problem },
    headers: { ...(status === 429 && { 'retry-after': '2' }) },
  };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
