/** A stand-in for Resend: it takes mails over HTTP, delivers none, shows what it took, and reports as if it had delivered. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { createMailbox, emptied, type Mailbox } from './mailbox.ts';
import { mailPage } from './mail-page.ts';
import { dropsOrFails, modeShape, parseJson } from './mode.ts';
import { resendError, resendFailure } from './resend-errors.ts';
import { reportSoon, type ResendWebhook } from './resend-callbacks.ts';
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';

export type ResendAccount = {
  apiKey: string;
  domain: string;
  /** Left out, nothing is reported. */
  webhook?: ResendWebhook;
};

type Desk = {
  account: ResendAccount;
  mailbox: Mailbox;
  /** What was asked with an idempotency key, and the id it was answered with. */
  answered: Map<string, { request: string; id: string }>;
};

const NAMES = { title: 'Resend', standsFor: 'the API of Resend' };
const KEPT_KEYS = 20_000;

/** `drop_after_send`: the mail is taken, the answer is lost. */
const modes = z
  .strictObject({ ...modeShape, drop_after_send: z.optional(z.boolean()) })
  .check(z.refine(dropsOrFails, { message: 'drop and status exclude each other' }));

const address = z.string().check(z.regex(/^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/));
const recipients = z.union([address, z.array(address).check(z.minLength(1), z.maxLength(50))]);

const email = z.object({
  from: address,
  to: recipients,
  subject: z.string(),
  text: z.optional(z.string()),
  html: z.optional(z.string()),
  headers: z.optional(z.record(z.string(), z.string())),
});

type Email = z.infer<typeof email>;

/** Starts it for one key and one verified domain. `GET /messages` lists what was taken, oldest first. */
export async function startResend(account: ResendAccount): Promise<Simulator> {
  const mailbox = createMailbox();
  const desk: Desk = { account, mailbox, answered: new Map() };
  return await startSimulator({
    ...NAMES,
    modes,
    answer: (call) => refuse(call, account.apiKey) ?? route(desk, call),
    failure: resendFailure,
    views: { '/messages': ({ query }) => mailbox.list(query.get('to')) },
    actions: { 'DELETE /messages': () => emptied(mailbox) },
    page: (query) => mailPage(NAMES, mailbox.all, query),
    reset() {
      mailbox.clear();
      desk.answered.clear();
    },
  });
}

function refuse({ headers }: Call, apiKey: string): Answer | null {
  const [, given] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) {
    return resendError('missing_api_key');
  }
  return given === apiKey ? null : resendError('invalid_api_key');
}

function route(desk: Desk, call: Call): Answer {
  switch (`${call.method} ${call.path}`) {
    case 'POST /emails':
      return send(desk, call);
    case 'GET /domains':
      return domains(desk.account);
    default:
      return resendError(
        ['/emails', '/domains'].includes(call.path) ? 'method_not_allowed' : 'not_found',
      );
  }
}

function send({ account, mailbox, answered }: Desk, { headers, body }: Call): Answer {
  const key = headers['idempotency-key']?.toString();
  if (key !== undefined && (key.length < 1 || key.length > 256)) {
    return resendError('invalid_idempotency_key');
  }
  const given = readEmail(body, account.domain);
  if ('status' in given) {
    return given;
  }
  const request = JSON.stringify(given);
  const before = key === undefined ? undefined : answered.get(key);
  if (before !== undefined) {
    return before.request === request
      ? { status: 200, body: { id: before.id } }
      : resendError('invalid_idempotent_request');
  }
  const id = randomUUID();
  remember(answered, key, { request, id });
  keep(mailbox, given, id);
  reportTo(account, given, id);
  return { status: 200, body: { id } };
}

function reportTo({ webhook }: ResendAccount, { from, to, subject }: Email, id: string): void {
  const [first = ''] = [to].flat();
  if (webhook) {
    reportSoon(webhook, { id, from, subject, to: /<([^<>]+)>$/.exec(first)?.[1] ?? first });
  }
}

/** The mail of a request, or why it is refused. */
function readEmail(body: string, domain: string): Email | Answer {
  const json = parseJson(body);
  const parsed = email.safeParse(json);
  if (!parsed.success) {
    return refusalOf(parsed.error, json);
  }
  const { from, text, html } = parsed.data;
  if (text === undefined && html === undefined) {
    return resendError('missing_required_field', {
      message: 'Missing `html` or `text` field.',
    });
  }
  const [, sender = ''] = /@([^\s<>@]+)>?$/.exec(from) ?? [];
  return sender.toLowerCase() === domain
    ? parsed.data
    : resendError('validation_error', {
        message: `The ${sender} domain is not verified. Please, add and verify your domain on https://resend.com/domains`,
      });
}

function refusalOf(error: z.core.$ZodError, json: unknown): Answer {
  const field = error.issues[0]?.path[0]?.toString();
  if (field === undefined) {
    return resendError('validation_error', {
      status: 422,
      message: 'The request body is not a JSON object.',
    });
  }
  if (typeof json !== 'object' || json === null || !(field in json)) {
    return resendError('missing_required_field', { message: `Missing \`${field}\` field.` });
  }
  return field === 'from'
    ? resendError('invalid_from_address', {
        message:
          'Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.',
      })
    : resendError('validation_error', { status: 422, message: `Invalid \`${field}\` field.` });
}

function remember(
  answered: Desk['answered'],
  key: string | undefined,
  answer: { request: string; id: string },
) {
  if (key === undefined) {
    return;
  }
  answered.set(key, answer);
  const [oldest] = answered.keys();
  if (answered.size > KEPT_KEYS && oldest !== undefined) {
    answered.delete(oldest);
  }
}

function keep(mailbox: Mailbox, { from, to, subject, text, html, headers }: Email, id: string) {
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  for (const recipient of [to].flat()) {
    mailbox.add({
      to: /<([^<>]+)>$/.exec(recipient)?.[1] ?? recipient,
      subject,
      text: text ?? '',
      html: html ?? '',
      from,
      message_id: id,
      headers: Object.fromEntries(own),
    });
  }
}

function domains({ domain }: ResendAccount): Answer {
  const verified = {
    id: 'd91cd9bd-1176-453e-8fc1-35364d380206',
    name: domain,
    status: 'verified',
    created_at: '2026-01-15T18:00:00.000Z',
    region: 'us-east-1',
    capabilities: { sending: 'enabled', receiving: 'disabled' },
  };
  return { status: 200, body: { object: 'list', has_more: false, data: [verified] } };
}
