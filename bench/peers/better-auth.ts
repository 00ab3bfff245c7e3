/** better-auth as its documentation sets it up on Workers: Hono, drizzle over Neon's HTTP driver, sessions in the database. */
import { neon, neonConfig } from '@neondatabase/serverless';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { twoFactor as twoFactorPlugin } from 'better-auth/plugins';
import { drizzle } from 'drizzle-orm/neon-http';
import { Hono } from 'hono';

import * as schema from './tables.ts';

interface Env {
  readonly DATABASE_URL: string;
  readonly AUTH_SECRET: string;
  /** `on`: the session is read from a signed cookie for five minutes, revoked or not. */
  readonly COOKIE_CACHE: string;
  /** `none`: passwords are not hashed, so that the rest can be measured. */
  readonly HASH: string;
}

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;

const noHash = { hash: async () => 'none', verify: async () => true };

function createAuth(env: Env) {
  return betterAuth({
    appName: 'bench',
    baseURL: 'http://bench.example',
    secret: env.AUTH_SECRET,
    database: drizzleAdapter(drizzle(neon(env.DATABASE_URL), { schema }), {
      provider: 'pg',
      schema,
    }),
    emailAndPassword: {
      enabled: true,
      ...(env.HASH === 'none' ? { password: noHash } : {}),
    },
    // Off, because the bench has one address; it counts in the memory of one isolate, so it costs nothing.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    session: { cookieCache: { enabled: env.COOKIE_CACHE === 'on', maxAge: 300 } },
    plugins: [twoFactorPlugin()],
  });
}

// Once per isolate: the faster of the two usual ways to set it up.
let auth: ReturnType<typeof createAuth> | null = null;

const app = new Hono<{ Bindings: Env }>();
app.on(['GET', 'POST'], '/api/auth/*', async (c) => {
  auth ??= createAuth(c.env);
  return await auth.handler(c.req.raw);
});

export default app;
