import { escapeHtml } from '../../../../platform/web/escape-html.ts';
import type { Language } from '../../../../platform/web/look.ts';
import { inkOf, textOn, type Brand } from '../brand.ts';
import type { EmailContent } from './content.ts';
import { frameWords } from './frame-words.ts';

const SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** The e-mail as plain text, for those who read it so and for every machine in between. */
export function layOutText(content: EmailContent, brand: Brand, language: Language): string {
  const { heading, paragraphs, action, details, otherwise } = content;
  return [
    heading,
    ...paragraphs,
    action ? `${action.label}:\n${action.url}${action.note ? `\n${action.note}` : ''}` : '',
    details.map(([label, value]) => `${label}: ${value}`).join('\n'),
    otherwise ?? '',
    `--\n${brand.name}${brand.support ? `\n${frameWords[language].help}: ${brand.support}` : ''}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/**
 * The e-mail as HTML: tables and inline styles, because that is what mail programs understand; nothing
 * is loaded from anywhere.
 */
export function layOutHtml(content: EmailContent, brand: Brand, language: Language): string {
  const { subject, heading, paragraphs, action, details, otherwise } = content;
  const [preview = ''] = paragraphs;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title><style>${DARK}</style></head>
<body class="canvas" style="margin:0;padding:0;background:#f6f6f2">
<div style="display:none;max-height:0;overflow:hidden">${linked(preview)}</div>
<table role="presentation" class="canvas" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f6f6f2"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px">
<tr><td class="brand" style="padding:0 4px 16px;font:600 17px/24px ${SANS};color:${inkOf(brand.color)}">${escapeHtml(brand.name)}</td></tr>
<tr><td class="card" style="padding:32px;background:#ffffff;border:1px solid #dfdfd7;border-radius:12px;font:400 16px/25px ${SANS};color:#191c1a">
<h1 class="ink" style="margin:0 0 14px;font:600 23px/30px ${SANS};mail-spacing:-.01em;color:#191c1a">${escapeHtml(heading)}</h1>
${paragraphs.map((text) => `<p class="ink" style="margin:0 0 14px;color:#191c1a">${linked(text)}</p>`).join('\n')}
${action ? buttonOf(action, brand, language) : ''}
${detailsOf(details)}
${otherwise ? `<p class="muted" style="margin:20px 0 0;font:400 14px/22px ${SANS};color:#575d58">${linked(otherwise)}</p>` : ''}
</td></tr>
<tr><td class="muted" style="padding:18px 4px 0;font:400 13px/20px ${SANS};color:#575d58">${footerOf(brand, language)}</td></tr>
</table></td></tr></table></body></html>
`;
}

const DARK =
  ':root{color-scheme:light dark}a{color:inherit}' +
  '@media (prefers-color-scheme:dark){.canvas{background:#111413!important}' +
  '.card{background:#191d1b!important;border-color:#2c322f!important}' +
  '.ink,.brand{color:#e9ece8!important}.muted{color:#a3aba5!important}' +
  '.rule{border-color:#2c322f!important}}';

/** Sentences of ours may end in an address of ours; a link shows where it leads. */
function linked(text: string): string {
  return escapeHtml(text).replace(
    /https?:\/\/[^\s<>"]+/g,
    (url) => `<a href="${url}" style="color:inherit;overflow-wrap:anywhere">${url}</a>`,
  );
}

function buttonOf(
  action: NonNullable<EmailContent['action']>,
  brand: Brand,
  language: Language,
): string {
  const url = escapeHtml(action.url);
  const buttonUrl = escapeHtml(action.buttonUrl ?? action.url);
  const note = action.note ? `${escapeHtml(action.note)} ` : '';
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:22px 0 16px"><tr><td bgcolor="${brand.color}" style="border-radius:8px;background:${brand.color}"><a href="${buttonUrl}" style="display:inline-block;padding:13px 22px;font:600 16px/20px ${SANS};color:${textOn(brand.color)};text-decoration:none;border-radius:8px">${escapeHtml(action.label)}</a></td></tr></table>
<p class="muted" style="margin:0 0 20px;font:400 13px/20px ${SANS};color:#575d58">${note}${frameWords[language].noButton}<br><a href="${url}" style="color:inherit;word-break:break-all">${url}</a></p>`;
}

function detailsOf(details: EmailContent['details']): string {
  const rows = details.map(
    ([label, value]) =>
      `<tr><td class="muted" valign="top" style="padding:3px 16px 3px 0;color:#575d58;white-space:nowrap">${escapeHtml(label)}</td><td class="ink" style="padding:3px 0;color:#191c1a">${escapeHtml(value)}</td></tr>`,
  );
  return rows.length === 0
    ? ''
    : `<table role="presentation" class="rule" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-top:1px solid #dfdfd7"><tr><td style="padding-top:14px"><table role="presentation" cellpadding="0" cellspacing="0" border="0" style="font:400 14px/21px ${SANS}">${rows.join('')}</table></td></tr></table>`;
}

function footerOf({ name, support }: Brand, language: Language): string {
  const { sentBy, help } = frameWords[language];
  const sent = escapeHtml(sentBy(name));
  if (!support) {
    return sent;
  }
  const href = support.startsWith('https://') ? support : `mailto:${support}`;
  return `${sent}<br>${help}: <a href="${escapeHtml(href)}" style="color:inherit">${escapeHtml(support)}</a>`;
}
