import type { Occurrence } from '../../audit/audit.ts';
import { mailLimits } from './limits.ts';
import { addSeconds } from '../../../platform/clock.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import type { Random } from '../../../platform/random.ts';
import { uuidv7 } from '../../../platform/uuid.ts';
import type { AdminAction } from './templates/admin-actions.ts';

/** What an e-mail tells; each has a template of its own. */
export type EmailKind =
  | 'verify_email'
  | 'address_taken'
  | 'address_confirmed'
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
  | 'admin_action'
  | 'locked_by_staff';

/**
 * The kinds that carry a link only the reader of the mailbox can use. They alone go to an address that
 * nobody has confirmed: an address that somebody else typed must not be filled with notices.
 */
const withLink: ReadonlySet<EmailKind> = new Set<EmailKind>([
  'verify_email',
  'reset_password',
  'leaving',
  'two_factor_reset_pending',
]);

/** What a text may speak of besides when, where and with which browser it happened. */
export interface EmailFacts {
  /** Backup codes that are left. */
  readonly left?: number;
  /** ISO 8601: when the account is deleted. */
  readonly deletesAt?: string;
  /** ISO 8601: when the second factor is removed. */
  readonly resetsAt?: string;
  readonly action?: AdminAction;
  /** The roles that an administrator gave. */
  readonly roles?: string;
  /** What was set up before the address was confirmed has ended. */
  readonly cleared?: boolean;
  /** Nobody can sign in any more, so no page behind a sign-in is of use. */
  readonly isShut?: true;
  /** It was somebody's request for a link, or to register, that brought it about. */
  readonly isAsked?: true;
}

/** The token whose link is in the e-mail, and when both are worth nothing. */
interface EmailLink {
  readonly tokenId: string;
  readonly expiresAt: Date;
}

/** An e-mail that a statement is about to write. */
export interface Email {
  readonly id: string;
  readonly kind: EmailKind;
  readonly occurred: Occurrence;
  readonly facts: EmailFacts;
  readonly link: EmailLink | null;
  /** A mailed link brought this about, so its reader has shown that the address is theirs. */
  readonly fromMailbox: boolean;
  /** False while no mail can be sent: then nothing is written. */
  readonly deliverable: boolean;
}

interface Content {
  readonly facts?: EmailFacts;
  readonly link?: EmailLink | null;
  readonly fromMailbox?: boolean;
}

/** The desk every e-mail of a request is written at. It notes that there is something to carry. */
export interface Mailer {
  /** Whether mail can be sent at all. */
  readonly open: boolean;
  /** An e-mail was begun in this request, so the mail worker has to be woken after it. */
  readonly hasEmails: boolean;
  compose(kind: EmailKind, occurred: Occurrence, content?: Content): Email;
}

export function openMailer(open: boolean, random: Random): Mailer {
  let begun = false;
  return {
    open,
    get hasEmails() {
      return begun && open;
    },
    compose(kind, occurred, { facts = {}, link = null, fromMailbox = false } = {}) {
      begun = true;
      const id = uuidv7(occurred.at, random);
      return { id, kind, occurred, facts, link, fromMailbox, deliverable: open };
    },
  };
}

const OUTBOX = sql`
    insert into mail_outbox (id, kind, token_id, trace_id, created_at, next_attempt_at, expires_at,
      facts, state, error_code, user_id, to_address, locale)`;

const NO_FACTS = sql`'{}'::jsonb`;

/**
 * The body of a CTE that puts one e-mail into the outbox for the row of `source`, which offers the
 * `user_id` of somebody whose row was there before this statement; none when `source` is empty.
 * `facts` is SQL for a jsonb object with what only the statement knows.
 *
 * The bound of docs/decisions/0049 is part of this insert. An e-mail beyond it, or one that the address
 * may not get, is written as well and is dead from the start: what it tells of stays on record.
 */
export function queueEmail(source: Sql, mail: Email, facts: Sql = NO_FACTS): Sql {
  return sql`
    ${OUTBOX}
    select ${columnsOf(mail)}, ${factsOf(mail)} || ${facts} || ${boundColumns}, u.id, u.email,
      ${localeOf(mail, sql`u.id`)}
    from ${source} join users u on u.id = ${source}.user_id
    cross join lateral (
      select found.hindrance, case when found.hindrance is null
        then ${placeOf(mail, sql`u.email`)} end as place
      from (select ${hindranceOf(mail)} as hindrance) found
    ) bound
    where ${mail.deliverable}::boolean
    limit 1`;
}

interface Recipient {
  /** SQL for the id of the person behind the address, or for null. */
  readonly userId: Sql;
  readonly address: string;
  /** SQL for whether there is an e-mail at all. */
  readonly when?: Sql;
  /** SQL for a jsonb object with what only the statement knows. */
  readonly facts?: Sql;
}

/**
 * The same for an address as it was given. Without a person (`userId` is SQL for null) the row is
 * written and counted as well, so that the statement costs the same, and is dead from the start.
 */
export function queueEmailTo(
  { userId, address, when = sql`true`, facts = NO_FACTS }: Recipient,
  mail: Email,
): Sql {
  return sql`
    ${OUTBOX}
    select ${columnsOf(mail)}, ${factsOf(mail)} || ${facts} || ${boundColumns}, bound.user_id, ${address},
      ${localeOf(mail, sql`bound.user_id`)}
    from (
      select to_person.user_id, ${placeOf(mail, sql`${address}`)} as place,
        case when to_person.user_id is null then 'NO_ACCOUNT' else (
          select ${hindranceOf(mail)} from users u
          where u.id = to_person.user_id
        ) end as hindrance
      from (select ${userId} as user_id) to_person
      where ${mail.deliverable}::boolean and ${when}
    ) bound`;
}

/**
 * SQL over `users u` for why the person does not get it, or null. A mailbox that refused our e-mails is
 * written to only when its reader asked for a link.
 */
function hindranceOf({ kind, fromMailbox }: Email): Sql {
  const reachesAll = withLink.has(kind);
  return sql`case
      when ${reachesAll}::boolean then null
      when not ${fromMailbox}::boolean and u.email_verified_at is null then 'ADDRESS_UNCONFIRMED'
      when u.mail_refused = 'bounced' then 'ADDRESS_BOUNCED'
      when u.mail_refused = 'complained' then 'ADDRESS_COMPLAINED' end`;
}

const { capacity, windowSeconds } = mailLimits.perRecipientAndKind;

/** SQL that takes a place in the address's window for this kind: its number, or null when there is none. */
function placeOf({ kind, occurred }: Email, address: Sql): Sql {
  return sql`take_mail_place(${address}, ${kind}, ${occurred.at.toISOString()}::timestamptz,
      ${capacity}::integer, ${windowSeconds}::integer)`;
}

/** Behind a jsonb value: what the reader has to know of the bound, then the columns `state` and `error_code`. */
const boundColumns: Sql = sql`case when bound.place = ${capacity}::integer
      then '{"isLast": true}'::jsonb else '{}' end,
      case when bound.hindrance is null and bound.place is not null then 'queued' else 'dead' end,
      coalesce(bound.hindrance, case when bound.place is null then 'RECIPIENT_LIMIT' end)`;

/** Anybody can cause these for an address, so their language need not be its owner's. */
const byAnybody: readonly EmailKind[] = Object.freeze([
  'reset_password',
  'address_taken',
  'locked_by_staff',
  'account_locked',
]);

/**
 * SQL for the language: that of the request which caused the e-mail; for one that staff or the schedule
 * caused, the one that the person used last, as far as their kept e-mails tell, or null.
 */
function localeOf({ occurred }: Email, userId: Sql): Sql {
  const { language } = occurred.client;
  return language
    ? sql`${language}`
    : sql`(select m.locale from mail_outbox m
        where m.user_id = ${userId} and m.locale is not null and m.kind <> all(${[...byAnybody]}::text[])
        order by m.created_at desc limit 1)`;
}

function factsOf({ occurred, facts }: Email): Sql {
  const { at, client } = occurred;
  const told = {
    ...facts,
    at: at.toISOString(),
    ip: client.ip,
    userAgent: client.userAgent,
    place: client.place,
  };
  return sql`${JSON.stringify(told)}::jsonb`;
}

function columnsOf({ id, kind, occurred, link }: Email): Sql {
  const { at, client } = occurred;
  const now = at.toISOString();
  const expiresAt = link?.expiresAt ?? addSeconds(at, mailLimits.lifetimeSeconds);
  return sql`${id}::uuid, ${kind}, ${link?.tokenId ?? null}::uuid, ${client.traceId},
      ${now}::timestamptz, ${now}::timestamptz, ${expiresAt.toISOString()}::timestamptz`;
}
