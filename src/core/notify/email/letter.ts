import type { Occurrence } from '../../audit/audit.ts';
import { mailPolicy } from '../../policy/policies.ts';
import { addSeconds } from '../../../platform/clock.ts';
import { sql, type Sql } from '../../../platform/db/db.ts';
import type { Random } from '../../../platform/random.ts';
import { uuidv7 } from '../../../platform/uuid.ts';

/** What a letter tells; each has a template of its own. */
export type LetterKind =
  | 'verify_email'
  | 'address_taken'
  | 'reset_password'
  | 'password_changed'
  | 'two_factor_on'
  | 'two_factor_off'
  | 'backup_code_used'
  | 'backup_codes_renewed'
  | 'new_device'
  | 'account_locked'
  | 'phone_changed'
  | 'leaving'
  | 'staying'
  | 'two_factor_reset_pending'
  | 'admin_action';

/** What a text may speak of besides when, where and with which browser it happened. */
export interface LetterFacts {
  /** Backup codes that are left. */
  readonly left?: number;
  /** ISO 8601: when the account is deleted. */
  readonly deletesAt?: string;
  /** ISO 8601: when the second factor is removed. */
  readonly resetsAt?: string;
  /** What an administrator did, in our words. */
  readonly deed?: string;
}

/** The token whose link is in the letter, and when both are worth nothing. */
interface LetterLink {
  readonly tokenId: string;
  readonly expiresAt: Date;
}

/** A letter that a statement is about to write. */
export interface Letter {
  readonly id: string;
  readonly kind: LetterKind;
  readonly occurred: Occurrence;
  readonly facts: LetterFacts;
  readonly link: LetterLink | null;
  /** False while no mail can be sent: then nothing is written. */
  readonly deliverable: boolean;
}

/** The desk every letter of a request is written at. It notes that there is something to carry. */
export interface Post {
  /** Whether mail can be sent at all. */
  readonly open: boolean;
  /** A letter was begun in this request, so the courier has to be woken after it. */
  readonly hasLetters: boolean;
  letter(
    kind: LetterKind,
    occurred: Occurrence,
    content?: { readonly facts?: LetterFacts; readonly link?: LetterLink },
  ): Letter;
}

export function openPost(open: boolean, random: Random): Post {
  let begun = false;
  return {
    open,
    get hasLetters() {
      return begun && open;
    },
    letter(kind, occurred, { facts = {}, link } = {}) {
      begun = true;
      const id = uuidv7(occurred.at, random);
      return { id, kind, occurred, facts, link: link ?? null, deliverable: open };
    },
  };
}

const OUTBOX = sql`
    insert into mail_outbox (id, kind, facts, token_id, trace_id, created_at, next_attempt_at,
      expires_at, state, error_code, user_id, to_address)`;

const NO_FACTS = sql`'{}'::jsonb`;

/**
 * The body of a CTE that puts one letter into the outbox for the row of `source`, which offers the
 * `user_id` of somebody whose row was there before this statement; none when `source` is empty.
 * `facts` is SQL for a jsonb object with what only the statement knows.
 */
export function postLetter(source: Sql, letter: Letter, facts: Sql = NO_FACTS): Sql {
  return sql`
    ${OUTBOX}
    select ${columnsOf(letter, facts)}, 'queued', null, u.id, u.email
    from ${source} join users u on u.id = ${source}.user_id
    where ${letter.deliverable}::boolean
    limit 1`;
}

interface Recipient {
  /** SQL for the id of the person behind the address, or for null. */
  readonly userId: Sql;
  readonly address: string;
  /** SQL for whether there is a letter at all. */
  readonly when?: Sql;
}

/**
 * The same for an address as it was given. Without a person (`userId` is SQL for null) the row is
 * written as well, so that the statement costs the same, and is dead from the start.
 */
export function postLetterTo(
  { userId, address, when = sql`true` }: Recipient,
  letter: Letter,
): Sql {
  return sql`
    ${OUTBOX}
    select ${columnsOf(letter)}, case when to_person.user_id is null then 'dead' else 'queued' end,
      case when to_person.user_id is null then 'NO_ACCOUNT' end, to_person.user_id, ${address}
    from (select ${userId} as user_id) to_person
    where ${letter.deliverable}::boolean and ${when}`;
}

function columnsOf({ id, kind, occurred, facts, link }: Letter, more: Sql = NO_FACTS): Sql {
  const { at, caller } = occurred;
  const now = at.toISOString();
  const expiresAt = link?.expiresAt ?? addSeconds(at, mailPolicy.lifetimeSeconds);
  const told = {
    ...facts,
    at: now,
    ip: caller.ip,
    userAgent: caller.userAgent,
    place: caller.place,
  };
  return sql`${id}::uuid, ${kind}, ${JSON.stringify(told)}::jsonb || ${more}, ${link?.tokenId ?? null}::uuid,
      ${caller.traceId}, ${now}::timestamptz, ${now}::timestamptz,
      ${expiresAt.toISOString()}::timestamptz`;
}
