import { escapeHtml } from './page.ts';
import type { CaughtMail } from './mailbox.ts';

const STYLE = `
body{font:16px/1.5 sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
main{display:grid;grid-template-columns:minmax(14rem,1fr) 3fr;gap:2rem}
@media (max-width:45rem){main{grid-template-columns:1fr}}
ol{list-style:none;padding:0;margin:0}
nav li{border-bottom:1px solid #ccc}
nav a{display:block;padding:.5rem;color:inherit;text-decoration:none;overflow-wrap:anywhere}
nav a[aria-current]{background:#e8eefc}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:1rem}
iframe{width:100%;height:32rem;border:1px solid #ccc;background:#fff}
article a{overflow-wrap:anywhere}
`;

/** So many are listed: the page is for looking, `GET /messages` for counting. */
const SHOWN = 100;

/** The page of a simulator that catches mails: the newest of them, and one to read. `mail` in the query says which. */
export function mailPage(
  { title, standsFor }: { title: string; standsFor: string },
  mails: readonly CaughtMail[],
  query: URLSearchParams,
): string {
  const listed = mails.slice(-SHOWN).toReversed();
  const open = mails.find(({ id }) => String(id) === query.get('mail')) ?? listed[0];
  const content =
    open === undefined
      ? '<p>Nothing was caught so far. Reload this page once a mail was sent.</p>'
      : `<main>${listOf(listed, open, mails.length)}${article(open)}</main>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} simulator</title>
<style>${STYLE}</style>
<h1>Simulator: no message is sent, no money is spent</h1>
<p>${escapeHtml(title)}: this stands in for ${escapeHtml(standsFor)} on this machine alone. It keeps every mail; nobody gets one.</p>
${content}
</html>
`;
}

function listOf(listed: readonly CaughtMail[], open: CaughtMail, total: number): string {
  const items = listed.map(
    (mail) =>
      `<li><a href="/?mail=${mail.id}"${mail === open ? ' aria-current="page"' : ''}><strong>${escapeHtml(mail.subject)}</strong><br>${escapeHtml(mail.to)}<br>${timeOf(mail)}</a></li>`,
  );
  const heading =
    total > listed.length ? `The newest ${listed.length} of ${total} mails` : `Mails: ${total}`;
  return `<nav aria-label="Mails"><h2>${heading}</h2><ol>${items.join('')}</ol></nav>`;
}

function article(mail: CaughtMail): string {
  const links = linksOf(mail).map(
    (link) =>
      `<li><a href="${escapeHtml(link)}" target="_blank" rel="noopener noreferrer">${escapeHtml(link)}</a></li>`,
  );
  return `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<p>To ${escapeHtml(mail.to)}<br>From ${escapeHtml(mail.from)}<br>${timeOf(mail)}</p>
${links.length === 0 ? '' : `<h3>Links</h3><ol>${links.join('')}</ol>`}
<h3>Text</h3>
<pre>${escapeHtml(mail.text)}</pre>
${mail.html === '' ? '' : `<h3>HTML</h3><iframe title="The HTML part" sandbox="" srcdoc="${escapeHtml(mail.html)}"></iframe>`}
</article>`;
}

function timeOf({ at }: CaughtMail): string {
  return `<time datetime="${at}">${at.replace('T', ' ').slice(0, 19)} UTC</time>`;
}

/** The web addresses of both parts, each once. In the frame they cannot be followed: it is closed off. */
function linksOf({ text, html }: Pick<CaughtMail, 'text' | 'html'>): string[] {
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) =>
    link.replace(/[.,;:!?)\]]+$/, ''),
  );
  const inHtml = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    ([, double, single]) => (double ?? single ?? '').replaceAll('&amp;', '&').trim(),
  );
  return [...new Set([...inText, ...inHtml].filter((link) => /^https?:\/\//i.test(link)))];
}
