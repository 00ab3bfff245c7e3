import { describeBrowser } from '../../../platform/web/describe-browser.ts';
import type { Language } from '../../../platform/web/look.ts';
import { mailTokenOf } from '../../tokens/mail-token.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Brand } from './brand.ts';
import type { WaitingEmail } from './outbox.ts';
import { accountTemplates } from './templates/account-templates.ts';
import { frameWords } from './templates/frame-words.ts';
import type { Detail, EmailContent, EmailView, Template } from './templates/content.ts';
import { layOutHtml, layOutText } from './templates/layout.ts';
import { securityTemplates } from './templates/security-templates.ts';
import { plainWords, spellTime } from './templates/spell.ts';
import type { Mail } from './transport.ts';

export interface Writing {
  readonly vault: Pick<Vault, 'mac'>;
  /** The origin every link leads to. */
  readonly publicUrl: string;
  readonly brand: Brand;
}

/** What the outbox knows of an event; whatever is not of this form is left out. */
function readFacts(facts: unknown) {
  const read = (name: string): unknown =>
    typeof facts === 'object' && facts !== null ? Reflect.get(facts, name) : null;
  const text = (name: string) => {
    const value = read(name);
    return typeof value === 'string' ? value : '';
  };
  const left = read('left');
  return {
    at: text('at'),
    ip: text('ip'),
    userAgent: text('userAgent'),
    place: text('place'),
    left: typeof left === 'number' ? left : null,
    deletesAt: text('deletesAt'),
    resetsAt: text('resetsAt'),
    action: text('action') || text('deed'), // the second is what an older version queued
    roles: text('roles'),
    isLast: read('isLast') === true,
    cleared: read('cleared') === true,
    isShut: read('isShut') === true,
    isAsked: read('isAsked') === true,
  };
}

const templates: Readonly<Record<string, Template>> = Object.freeze({
  ...accountTemplates,
  ...securityTemplates,
});

const MAX_WORDS = 300;

/** Puts an e-mail into words. The token of its link is made again from its id, here and nowhere else. */
export async function writeEmail(
  { vault, publicUrl, brand }: Writing,
  mail: WaitingEmail,
): Promise<Mail> {
  const template = Object.hasOwn(templates, mail.kind) ? templates[mail.kind] : undefined;
  if (!template) {
    throw new Error('an e-mail of a kind without a template');
  }
  const token = mail.token_id ? (await mailTokenOf(vault, mail.token_id)).token.expose() : null;
  const language = mail.locale ?? 'en';
  const view = viewOf(mail, brand, { publicUrl, token, language });
  const content = withBound(template[language](view), view, language);
  return {
    id: mail.id,
    to: mail.to_address,
    subject: content.subject,
    text: layOutText(content, brand, language),
    html: layOutHtml(content, brand, language),
    createdAt: mail.created_at,
  };
}

interface Given {
  readonly publicUrl: string;
  readonly token: string | null;
  readonly language: Language;
}

function viewOf(
  mail: Pick<WaitingEmail, 'facts' | 'created_at' | 'to_address'>,
  brand: Brand,
  { publicUrl, token, language }: Given,
): EmailView {
  const facts = readFacts(mail.facts);
  const spell = (time: string) => spellTime(new Date(time), language);
  const when = spell(facts.at) || spellTime(mail.created_at, language);
  const words = frameWords[language];
  return {
    brandName: brand.name,
    recipient: mail.to_address,
    when,
    details: detailsOf(facts, when, words),
    momentOnly: [[words.when, when]],
    facts: {
      left: facts.left,
      deletesAt: spell(facts.deletesAt) || null,
      resetsAt: spell(facts.resetsAt) || null,
      cleared: facts.cleared,
      action: facts.action,
      roles: plainWords(facts.roles, MAX_WORDS),
      isLast: facts.isLast,
      isShut: facts.isShut,
      isAsked: facts.isAsked,
    },
    page: (path) => `${publicUrl}${path}`,
    link: (path) => {
      if (!token) {
        throw new Error('an e-mail whose link has no token');
      }
      return `${publicUrl}${path}?token=${token}`;
    },
  };
}

/** The last mail of its kind for a while says so: silence must not be taken for "nothing happened". */
function withBound(
  content: EmailContent,
  { facts, page }: EmailView,
  language: Language,
): EmailContent {
  return facts.isLast
    ? {
        ...content,
        paragraphs: [
          ...content.paragraphs,
          frameWords[language].noMore(page('/settings/activity')),
        ],
      }
    : content;
}

function detailsOf(
  { ip, userAgent, place }: ReturnType<typeof readFacts>,
  when: string,
  words: (typeof frameWords)[Language],
): Detail[] {
  const { browser, device } = describeBrowser(userAgent);
  const known = [browser, device].filter((word) => word !== 'Unknown');
  const details: Detail[] = [
    [words.when, when],
    [words.browser, plainWords(known.join(` ${words.on} `))],
    [words.address, /^[0-9a-f:.]{2,45}$/i.test(ip) ? ip : ''],
    [words.near, plainWords(place)],
  ];
  return details.filter(([, value]) => value !== '');
}
