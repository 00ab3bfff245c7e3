import type * as z from 'zod/mini';

import type { Scope } from '../access-tokens/access-token.ts';
import type { WindowName } from '../limits/limits.ts';
import type { UncountedReason } from './uncounted.ts';
import type { Permission } from '../roles/permissions.ts';

/**
 * Who may call: anybody, a person, a person who proved it within ten minutes, one whose roles allow
 * it and who proved it with both factors (for acts within ten minutes, for reading since the last pause), a service with a token of the endpoint's
 * scope, or a provider whose signature the use case checks first. There is no default: an endpoint
 * that does not say so does not compile.
 */
export type Guard = 'public' | 'session' | 'fresh' | 'role' | 'service' | 'signature';

/** Calls are counted in no window, for a reason of uncounted.ts. */
export interface Uncounted {
  readonly none: UncountedReason;
}

/**
 * The window a call is counted in before anything is looked into: one per network address, or the one
 * that every writing person has. See counted-in.ts.
 */
export type LimitName = WindowName | Uncounted;

/** A promise to clients, as data: the router, the pages' client and the tests read the same list. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  /** One line for the reference and for readers of the list. */
  readonly summary: string;
  readonly guard: Guard;
  readonly limit: LimitName;
  /** When the window is spent, the use case asks whether a remembered browser has room of its own; see features/sign-in/own-window.ts. */
  readonly sparesBrowsers?: true;
  /** What a service's token must allow; for the guard `service`. */
  readonly scope?: Scope;
  /** The window that each person's calls are counted in besides, whatever address they come from. */
  readonly personLimit?: WindowName;
  /** What the person's roles must allow; for the guard `role`. */
  readonly permission?: Permission;
  /** The exact fields of the query of a GET; none when left out. */
  readonly query?: z.ZodMiniType;
  /** The body is a form, as providers post it; JSON when left out. */
  readonly accepts?: 'form' | 'signed_json';
  /** The exact fields of the body; `nothing` when there are none. */
  readonly body: z.ZodMiniType;
  /** The exact fields of the answer; what is not listed is stripped. */
  readonly view: z.ZodMiniType;
  /** The answer is a file, sent as it is made; `view` is its text. */
  readonly streams?: 'attachment';
  /** The answer was made together with the Worker and is sent as it stands: nothing is added to it. */
  readonly sends?: 'built';
  /** Of a success; 200 when left out. */
  readonly status?: 200 | 201 | 202;
  /** Comes with the session in the same round trip: the hashes of the password and the backup codes. */
  readonly loads?: 'credentials';
  /** Makes a password's or a code's hash: refused before anything is counted while this isolate has too many to make. */
  readonly hashes?: true;
  /** Serves a session that moved to another network and has not been confirmed there. */
  readonly serves?: 'moved';
  /** Answers even while the configuration is incomplete. */
  readonly works?: 'unconfigured';
}

/** Checks a contract's shape and freezes it. */
export function endpoint<const E extends Endpoint>(spec: E): E {
  return Object.freeze(spec);
}

export type BodyOf<E extends Endpoint> = z.output<E['body']>;
export type InputOf<E extends Endpoint> = z.input<E['body']>;
export type QueryOf<E extends Endpoint> = E extends { query: z.ZodMiniType }
  ? z.output<E['query']>
  : null;
export type ViewOf<E extends Endpoint> = z.output<E['view']>;
