import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { mintToken } from '../ops/access-token.ts';
import type { ApiClient } from './client/api-client.ts';
import type { Context, Run } from './context.ts';
import { formsOf, type Canary, type Form } from './forms.ts';
import { newNumber } from './phone-number.ts';
import { mailsTo, sentMessages } from './simulator.ts';

/** A person who used every feature that has a secret, and every secret they used. */
export interface Planted {
  readonly email: string;
  readonly number: string;
  readonly canaries: readonly Canary[];
  /** Tokens of links, which the e-mail itself must contain. */
  readonly mailed: readonly Canary[];
}

/** One person for all claims of a run. */
const plantedIn = new WeakMap<Run, Promise<Planted>>();

/** Plants the canaries once for all claims of a run; a failed attempt is repeated. */
export async function plantCanaries(context: Context): Promise<Planted> {
  const { run } = context;
  const known = plantedIn.get(run) ?? plant(context);
  plantedIn.set(run, known);
  try {
    return await known;
  } catch (error) {
    if (plantedIn.get(run) === known) {
      plantedIn.delete(run);
    }
    throw error;
  }
}

async function plant(context: Context): Promise<Planted> {
  const person = await context.accounts.enrol();
  const { client, email, password, secret, backupCodes } = person;
  const first = planted('session token', client.sessionToken);
  await client.must(client.post('/api/auth/refresh'));
  const second = context.client();
  const temp = await context.accounts.tempToken(person, second);
  await second.must(
    second.post('/api/auth/2fa/verify', { temp_token: temp, backup_code: backupCodes[0] }),
  );
  const nextPassword = `${randomBytes(9).toString('hex')} herons read`;
  await client.must(client.post('/api/auth/password/change', { new_password: nextPassword }));
  const wrong = `${randomBytes(9).toString('hex')} was a guess`;
  await context.client().post('/api/auth/login', { email, password: wrong });
  const { number, code } = await plantPhone(context, person.client);
  const mailed = await plantMail(context, email);
  return {
    email,
    number,
    mailed,
    canaries: [
      { name: 'password', value: password },
      { name: 'changed password', value: nextPassword },
      { name: 'mistyped password', value: wrong },
      { name: 'authenticator secret', value: secret, encoding: 'base32' },
      ...backupCodes.map((value, index) => ({ name: `backup code ${index + 1}`, value })),
      { name: 'session token before the refresh', value: first, encoding: 'base64url' },
      {
        name: 'session token',
        value: planted('session token', client.sessionToken),
        encoding: 'base64url',
      },
      {
        name: 'session token of a second browser',
        value: planted('session token of a second browser', second.sessionToken),
        encoding: 'base64url',
      },
      { name: 'temp token', value: temp, encoding: 'base64url' },
      ...(code === null ? [] : [{ name: 'code sent to the phone', value: code }]),
      ...(await secretsOfTheDeployment(context)),
    ],
  };
}

/** Throws for a missing secret, because it cannot be searched for and must not look searched. */
function planted(name: string, value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') {
    throw new Error(`there is no ${name} to search for`);
  }
  return value;
}

async function plantPhone(context: Context, client: ApiClient) {
  const number = newNumber();
  if (context.deployment.twilioUrl === undefined) {
    return { number, code: null };
  }
  await client.must(client.post('/api/account/phone', { phone: number }));
  await client.post('/api/alerts/sms/test', { to: number });
  const messages = await sentMessages(context.deployment);
  const texts = messages
    .filter(({ to }) => to === number)
    .map(({ body }) => /\b\d{6}\b/.exec(body)?.[0]);
  return { number, code: planted('code sent to the phone', texts.find(Boolean)) };
}

/** The tokens in the e-mails to confirm the address and to choose a new password. */
async function plantMail(context: Context, email: string): Promise<Canary[]> {
  if (context.deployment.mailUrl === undefined) {
    return [];
  }
  await context.client().post('/api/auth/password/forgot', { email });
  for (let look = 0; look < 60; look++) {
    const mails = await mailsTo(context.deployment, email);
    const tokens = new Set(
      mails.flatMap(({ text }) =>
        [...text.matchAll(/[?&]token=([\w-]{43})/g)].map(([, found = '']) => found),
      ),
    );
    if (tokens.size >= 2) {
      return [...tokens].map((value, index) => {
        context.run.redactor.learn('mail token', value);
        return { name: `token of mailed link ${index + 1}`, value, encoding: 'base64url' as const };
      });
    }
    await sleep(200);
  }
  throw new Error('the two e-mails with links did not arrive');
}

async function secretsOfTheDeployment(context: Context): Promise<Canary[]> {
  const { secrets } = context.deployment;
  if (!secrets) {
    return [];
  }
  const serviceToken = await mintToken(secrets.accessTokenKeys, {
    scope: 'usage:write',
    name: 'proof',
  });
  context.run.redactor.learn('service token', serviceToken);
  await context.client().send('/api/integrations/newsapi/usage', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` },
    body: JSON.stringify({ operation: 'proof.read', status: 'SUCCESS', latency_ms: 1 }),
  });
  return [
    { name: 'service token', value: serviceToken },
    {
      name: 'signature of the service token',
      value: planted('signature of the service token', serviceToken.split('.')[2]),
      encoding: 'base64url',
    },
    { name: 'APP_ENC_KEY', value: secrets.appEncKey, encoding: 'base64' },
    { name: 'auth token of the messaging provider', value: secrets.twilioAuthToken },
  ];
}

export interface Pattern extends Form {
  readonly canary: string;
}

/** Every form of every canary. */
export function patternsOf(canaries: readonly Canary[]): Pattern[] {
  return canaries.flatMap((canary) =>
    formsOf(canary).map(({ name, text }) => ({ canary: canary.name, name, text })),
  );
}

/** The patterns that are in the text, each once. */
export function findPatterns(text: string, patterns: readonly Pattern[]): Pattern[] {
  const lower = text.toLowerCase();
  return patterns.filter((pattern) => lower.includes(pattern.text));
}

/** The names and forms searched for, without values, for a reader. */
export function describePatterns(canaries: readonly Canary[]): string {
  return canaries
    .map((canary) => {
      const forms = [...new Set(formsOf(canary).map(({ name }) => name))];
      return `${canary.name} (${canary.value.length} characters): ${forms.join(', ') || 'as a whole cell'}`;
    })
    .join('\n');
}
