import type { Endpoint, InputOf, ViewOf } from '../src/core/endpoint/endpoint.ts';
import { networkProblem, readProblem, type Problem } from './problem.ts';
import { noteServerTime } from './server-clock.ts';

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

const TIMEOUT_MILLISECONDS = 30_000;

/** What is written into the address: the named parts of the path, and the query. */
export interface Address {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** The id of the person whom the page shows: a write for anybody else is refused. */
  readonly account?: string | undefined;
}

/** Calls an endpoint by its contract. Never throws: whatever goes wrong is a problem in the reply. */
export async function call<E extends Endpoint>(
  contract: E,
  body: InputOf<E>,
  address: Address = {},
): Promise<Reply<ViewOf<E>>> {
  let answer: Response;
  let content: unknown;
  try {
    answer = await fetch(addressOf(contract, address), requestOf(contract, body, address));
    noteServerTime(answer.headers.get('date'));
    content = await answer.json().catch(() => null);
  } catch (error) {
    return { ok: false, problem: networkProblem(error) };
  }
  const view = answer.ok ? contract.view.safeParse(content) : null;
  if (view?.success) {
    return { ok: true, value: view.data as ViewOf<E> };
  }
  // A success in another shape is no success: its fields are not read as a problem's.
  const problem = readProblem(answer.ok ? null : content, answer.headers.get('x-trace-id'));
  return { ok: false, problem };
}

function addressOf({ path }: Endpoint, { params = {}, query = {} }: Address): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return search ? `${filled}?${search}` : filled;
}

function requestOf(contract: Endpoint, body: unknown, { account }: Address): RequestInit {
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const base = { method: contract.method, signal, redirect: 'error' } satisfies RequestInit;
  return contract.method === 'GET'
    ? base
    : {
        ...base,
        headers: {
          'content-type': 'application/json',
          ...(account && { 'x-account': account }),
        },
        body: JSON.stringify(body),
      };
}
