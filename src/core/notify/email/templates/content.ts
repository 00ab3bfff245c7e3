import type { Language } from '../../../../platform/web/look.ts';
import type { EmailKind } from '../email.ts';

/** An e-mail before it has a form: plain text everywhere, escaped where it gets one. */
export interface EmailContent {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly action: {
    readonly label: string;
    readonly url: string;
    /** Where the button leads instead, when it carries more than the address that is read. */
    readonly buttonUrl?: string;
    readonly note?: string;
  } | null;
  readonly details: readonly Detail[];
  /** What to do if it was somebody else. */
  readonly otherwise: string | null;
}

/** A line of who, when and where. */
export type Detail = readonly [label: string, value: string];

/** What a template may speak of. */
export interface EmailView {
  readonly brandName: string;
  readonly recipient: string;
  /** `2 January 2030 at 15:04 UTC`. */
  readonly when: string;
  /** When, and with what and from where as far as it is known. */
  readonly details: readonly Detail[];
  /** When, and nothing of who it was. */
  readonly momentOnly: readonly Detail[];
  readonly facts: {
    readonly left: number | null;
    /** As `when`. */
    readonly deletesAt: string | null;
    /** As `when`. */
    readonly resetsAt: string | null;
    /** The name of what an administrator did; from an older version a sentence, as it was stored. */
    readonly action: string;
    /** The roles that an administrator gave. */
    readonly roles: string;
    /** No further one of its kind follows within the hour. */
    readonly isLast: boolean;
    readonly cleared: boolean;
    /** Nobody can sign in. */
    readonly isShut: boolean;
    /** Somebody asked for a link or tried to register. */
    readonly isAsked: boolean;
  };
  /** An address on this site. */
  readonly page: (path: SitePath) => string;
  /** The same, with the e-mail's token. */
  readonly link: (path: LinkPath) => string;
}

export type SitePath =
  | '/settings/activity'
  | '/settings/security'
  | '/settings/sessions'
  | '/login'
  | '/forgot-password';
export type LinkPath = '/verify-email' | '/reset-password' | '/keep-account' | '/cancel-reset';

/** An e-mail in every language that is spoken here; to leave one out does not compile. */
export type Template = Readonly<Record<Language, (view: EmailView) => EmailContent>>;

export type Templates<Kind extends EmailKind> = Readonly<Record<Kind, Template>>;
