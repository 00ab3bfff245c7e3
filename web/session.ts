import type { ComponentChildren } from 'preact';

import type { Endpoint, InputOf, ViewOf } from '../src/core/endpoint/endpoint.ts';
import { me } from '../src/features/sessions/contract.ts';
import { call, type Address, type Reply } from './api.ts';
import { answer, confirmed } from './confirmation.ts';
import type { Problem } from './problem.ts';
import { signal } from './signal.ts';
import { t } from './text.ts';

/** The person signed in and their session, as GET /api/auth/me tells it. */
export type Me = ViewOf<typeof me>;

export type SessionState =
  | { readonly status: 'unknown' }
  | { readonly status: 'unreachable'; readonly problem: Problem }
  | { readonly status: 'signed_in'; readonly me: Me }
  | { readonly status: 'signed_out'; readonly byChoice: boolean };

/** A pending MFA challenge. After a reload the token is in a cookie that no script reads. */
export interface Challenge {
  readonly temp_token: string | null;
  readonly next: string;
}

export const session = signal<SessionState>({ status: 'unknown' });
export const challenge = signal<Challenge | null>(null);
/** The address of the person whom the page shows, when that is another one than a moment ago. */
export const changedPerson = signal('');
/** One sentence for the page that is shown next. */
export const notice = signal<ComponentChildren>('');
/** Fills in the sign-in form: after registering, and when a sign-in has to start again. */
export const knownEmail = signal('');

/** Asks the server who is signed in. An answer that something else has overtaken is dropped. */
export async function loadSession(): Promise<Reply<Me>> {
  const before = session.peek();
  const reply = await onceConfirmed(async () => await call(me, {}));
  if (session.peek() !== before) {
    return reply;
  }
  if (reply.ok) {
    takeOver(reply.value, before);
  } else if (reply.problem.error_code === 'NOT_AUTHENTICATED') {
    sessionEnded();
  } else if (before.status !== 'signed_in') {
    session.value = { status: 'unreachable', problem: reply.problem };
  }
  return reply;
}

/** Other windows of this browser have the same cookie. */
const windows = new BroadcastChannel('session');

/** Looks again whenever another window has signed somebody in or out; answers how to stop. */
export function hearOtherWindows(look: () => void): () => void {
  windows.addEventListener('message', look);
  return () => windows.removeEventListener('message', look);
}

function tell(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin and takes none
  windows.postMessage(null);
}

function takeOver(shown: Me, before: SessionState): void {
  const last = before.status === 'signed_in' ? before.me.user.id : null;
  session.value = { status: 'signed_in', me: shown };
  if (last === null) {
    tell();
  } else if (last !== shown.user.id) {
    answer(false); // it was asked of somebody else
    changedPerson.value = shown.user.email;
  }
}

/** Whom the page shows at this moment. */
export function shownAccount(): string | undefined {
  const state = session.peek();
  return state.status === 'signed_in' ? state.me.user.id : undefined;
}

/**
 * Calls an endpoint that needs a session; when there is none any more, the pages learn of it. One that
 * asks no more than that asks for a confirmation only when the session has moved to another network.
 */
export async function signedInCall<E extends Endpoint>(
  contract: E,
  body: InputOf<E>,
  address: Address = {},
): Promise<Reply<ViewOf<E>>> {
  const forWhom = { account: shownAccount(), ...address };
  const act = async () => await unconfirmedCall(contract, body, forWhom);
  return contract.guard === 'session' ? await onceConfirmed(act) : await act();
}

/** The server wants to know that it is still the same person. */
export function isStale(reply: Reply<unknown>): boolean {
  return !reply.ok && reply.problem.error_code === 'FRESH_SESSION_REQUIRED';
}

async function onceConfirmed<T>(act: () => Promise<Reply<T>>): Promise<Reply<T>> {
  const reply = await act();
  return isStale(reply) && (await confirmed('moved')) ? await act() : reply;
}

/** For the confirmation itself: it waits for no other. */
export async function unconfirmedCall<E extends Endpoint>(
  contract: E,
  body: InputOf<E>,
  address: Address = {},
): Promise<Reply<ViewOf<E>>> {
  const reply = await call(contract, body, { account: shownAccount(), ...address });
  if (!reply.ok && reply.problem.error_code === 'NOT_AUTHENTICATED') {
    sessionEnded();
  } else if (!reply.ok && reply.problem.error_code === 'ACCOUNT_CHANGED') {
    await loadSession();
  }
  return reply;
}

/** Until when sensitive acts need no confirmation. */
export function noteFreshUntil(freshUntil: string): void {
  const current = session.peek();
  if (current.status === 'signed_in') {
    const renewed = { ...current.me.session, fresh_until: freshUntil };
    session.value = { ...current, me: { ...current.me, session: renewed } };
  }
}

/** After signing out by choice; the sentence is for the page that is shown next. */
export function signedOut(sentence: ComponentChildren = t('You are signed out.')): void {
  notice.value = sentence;
  session.value = { status: 'signed_out', byChoice: true };
  tell();
}

/** The sentence left for this page, which is thereby read. */
export function takeNotice(): ComponentChildren {
  const sentence = notice.peek();
  notice.value = '';
  return sentence;
}

function sessionEnded(): void {
  if (session.peek().status === 'signed_in') {
    notice.value = t('Your session has ended. Sign in to go on.');
  }
  session.value = { status: 'signed_out', byChoice: false };
}
