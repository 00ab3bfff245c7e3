/** A stand-in for Twilio's Programmable Messaging: it takes messages, refuses bad ones, and reports their delivery. */
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';
import { createDeliveries, type Deliveries } from './twilio-callbacks.ts';
import { codeOfStatus, twilioError } from './twilio-errors.ts';
import {
  accountResource,
  messageResource,
  messageView,
  newMessage,
  type Message,
  type TwilioAccount,
} from './twilio-messages.ts';
import { twilioModes, type TwilioMode } from './twilio-mode.ts';
import { readMessageForm, refusalOf } from './twilio-rules.ts';

type Desk = { account: TwilioAccount; messages: Message[]; deliveries: Deliveries };

type Target =
  | { resource: 'account'; account: string }
  | { resource: 'messages'; account: string }
  | { resource: 'message'; account: string; sid: string };

const KEPT_MESSAGES = 1000;

/** Starts it for one account, which owns one number. `GET /messages` lists what was taken, newest first. */
export async function startTwilio(account: TwilioAccount): Promise<Simulator> {
  const desk: Desk = { account, messages: [], deliveries: createDeliveries(account) };
  const { messages, deliveries } = desk;
  return await startSimulator<TwilioMode>({
    title: 'Twilio',
    modes: twilioModes,
    answer: (call, mode) => answer(desk, call, mode),
    failure: (status, call, mode) =>
      twilioError(mode.code ?? codeOfStatus(status), factsOf(call), status),
    views: { '/messages': () => messages.map(messageView) },
    received: () =>
      messages.map(({ createdAt, to, status, body }) =>
        [createdAt.toISOString(), `to ${to}`, `(${status}):`, body].join(' '),
      ),
    reset() {
      deliveries.cancel();
      messages.length = 0;
    },
  });
}

function answer(desk: Desk, call: Call, mode: TwilioMode): Answer {
  const target = targetOf(call.path);
  if (!isAuthorized(call, desk.account)) {
    return twilioError(20003);
  }
  if (target === null) {
    return twilioError(20404, { path: call.path });
  }
  if (target.account !== desk.account.accountSid) {
    return twilioError(20003);
  }
  if (call.method !== (target.resource === 'messages' ? 'POST' : 'GET')) {
    return twilioError(20004);
  }
  if (target.resource === 'account') {
    return { status: 200, body: accountResource(desk.account) };
  }
  return target.resource === 'messages' ? create(desk, call, mode) : find(desk, call, target.sid);
}

function create({ account, messages, deliveries }: Desk, call: Call, mode: TwilioMode): Answer {
  const form = readMessageForm(call.body);
  const refusal = refusalOf(form, account.fromNumber);
  if (refusal !== null) {
    return twilioError(refusal, factsOf(call));
  }
  const message = newMessage(form);
  messages.unshift(message);
  messages.length = Math.min(messages.length, KEPT_MESSAGES);
  deliveries.begin(message, mode);
  return { status: 201, body: messageResource(message, account) };
}

function find({ account, messages }: Desk, call: Call, sid: string): Answer {
  const message = messages.find((taken) => taken.sid === sid);
  return message === undefined
    ? twilioError(20404, { path: call.path })
    : { status: 200, body: messageResource(message, account) };
}

function targetOf(path: string): Target | null {
  const [, account, rest] = /^\/2010-04-01\/Accounts\/(\w+)(\/.*)?\.json$/.exec(path) ?? [];
  if (account === undefined) {
    return null;
  }
  if (rest === undefined) {
    return { resource: 'account', account };
  }
  if (rest === '/Messages') {
    return { resource: 'messages', account };
  }
  const [, sid] = /^\/Messages\/(\w+)$/.exec(rest) ?? [];
  return sid === undefined ? null : { resource: 'message', account, sid };
}

function isAuthorized({ headers }: Call, { accountSid, authToken }: TwilioAccount): boolean {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  return (
    scheme.toLowerCase() === 'basic' &&
    Buffer.from(credentials, 'base64').toString('utf8') === `${accountSid}:${authToken}`
  );
}

function factsOf({ body, path }: Call) {
  const { to, from, messagingServiceSid } = readMessageForm(body);
  return { to, from, service: messagingServiceSid, path };
}
