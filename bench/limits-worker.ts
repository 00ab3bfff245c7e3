import { DurableObject } from 'cloudflare:workers';

import { RateLimiterObject } from '../src/core/limits/rate-limiter-object.ts';
import { windows } from '../src/features.ts';

/** The Worker's own. */
export class RateLimiter extends RateLimiterObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, windows);
  }
}

/** The ceiling: an object that only answers. */
export class BareObject extends DurableObject {
  answer(): boolean {
    return true;
  }
}

interface Env {
  readonly RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  readonly BARE: DurableObjectNamespace<BareObject>;
}

type Check = (index: number) => Promise<unknown>;

function checks(env: Env, shards: number): Record<string, Check> {
  const limiter = (name: string) => env.RATE_LIMITER.get(env.RATE_LIMITER.idFromName(name));
  const bare = env.BARE.get(env.BARE.idFromName('bare'));
  const [hot, other, lockout] = [limiter('hot'), limiter('other'), limiter('lockout')];
  const newcomers = limiter('newcomers');
  return {
    bare: async () => await bare.answer(),
    hot: async () => await hot.take('login', 'one client'),
    pair: async () =>
      await Promise.all([hot.take('login', 'one client'), other.take('register', 'one address')]),
    fresh: async () => await newcomers.take('login', crypto.randomUUID()),
    lockout: async (index) => {
      await lockout.reserve('password', `account ${index}`);
      await lockout.forgive(`account ${index}`);
    },
    addresses: async (index) =>
      await limiter(`windows:${index % shards}`).take('login', `client ${index}`),
  };
}

/** `GET /?kind=hot&count=20000&lanes=64`: makes `count` checks, `lanes` of them at a time. */
async function run(request: Request, env: Env): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const [count, lanes] = [Number(query.get('count')), Number(query.get('lanes'))];
  const check = checks(env, Number(query.get('shards')))[query.get('kind') ?? ''];
  if (!check) {
    return new Response('no such kind', { status: 404 });
  }
  let next = Number(query.get('from'));
  const end = next + count;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < end) {
        next += 1;
        await check(next);
      }
    }),
  );
  return Response.json({ count });
}

export default { fetch: run };
