import type { Service } from './core/access-tokens/access-token.ts';
import type { ClientInfo } from './core/audit/audit.ts';
import type { DeviceCookie } from './core/devices/device-cookie.ts';
import type { BodyOf, Endpoint, QueryOf } from './core/endpoint/endpoint.ts';
import type { SignedIn } from './core/sessions/session.ts';
import type { Deps } from './deps.ts';
import type { Clock } from './platform/clock.ts';
import type { Log } from './platform/log.ts';
import type { Random } from './platform/random.ts';
import type { Failure, Result } from './platform/result.ts';
import type { Secret } from './platform/secret.ts';

/** What worker.ts hands to every request. `deps` is a refusal while the configuration is incomplete. */
export interface Site {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly deps: Result<Deps>;
  /** The built pages and what they load. */
  readonly assets: { fetch(request: Request): Promise<Response> };
  readonly brandName: string;
}

/** What a use case is given; the types follow the contract's guard and what it loads. */
export interface Call<E extends Endpoint> {
  readonly deps: E extends { works: 'unconfigured' } ? Result<Deps> : Deps;
  readonly client: ClientInfo;
  /** The browser, if it signed in before. */
  readonly device: DeviceCookie | null;
  /** The secret by which a trusted browser stands for the second factor. */
  readonly trust: Secret | null;
  /** The session token as it was sent, or null; behind a public endpoint nobody has looked whether it is one. */
  readonly shownSession: string | null;
  /** The refusal unless a remembered browser has room of its own; for endpoints that spare those. */
  readonly addressSpent: Failure | null;
  /** The temp token of a sign-in under way, as this browser keeps it. */
  readonly pending: Secret | null;
  /** The named parts of the path, as sent. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: BodyOf<E>;
  readonly query: QueryOf<E>;
  /** Who called with a token, behind the guard `service`. */
  readonly service: E extends { guard: 'service' } ? Service : null;
  /** Whether the sender signed the form, behind the guard `signature`. */
  readonly signed: E extends { guard: 'signature' } ? SignedForm : null;
  readonly signedIn: SignedInFor<E>;
}

type SignedInFor<E extends Endpoint> = E extends { guard: 'public' | 'service' | 'signature' }
  ? null
  : E extends { loads: 'credentials' }
    ? SignedIn & { readonly credentials: NonNullable<SignedIn['credentials']> }
    : SignedIn;

/** A file whose length is said before its first byte; one that is too long to be kept is made twice. */
export interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  /** Its bytes; exactly `length` of them where that is given. */
  readonly make: (length: number | null) => AsyncIterable<Uint8Array>;
}

/** A form or a signed text as it was posted, with what its sender signed it by. */
export interface SignedForm {
  /** The path and query as sent. */
  readonly target: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly signature: string;
  readonly text: string;
  /** A header's value; empty when it is absent. */
  readonly header: (name: string) => string;
}
