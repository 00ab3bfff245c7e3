import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { groups, type ClaimResult, type Evidence, type Verdict } from './claim.ts';
import { count } from './manifest.ts';
import { busyNote, clausesOf } from './report-markdown.ts';
import { style } from './report-style.ts';
import { conclude, facts, type Report } from './report.ts';

const EXCERPT_LINES = 60;

const WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  'not-run': 'Could not be run',
};
const MARKS: Readonly<Record<Verdict, string>> = { passed: '✓', failed: '✗', 'not-run': '–' };
const KINDS: Readonly<Record<Evidence['kind'], string>> = {
  sql: 'SQL',
  http: 'HTTP',
  text: 'Text',
  image: 'Picture',
};

/** One file without a script and without external parts: it can be e-mailed, printed and archived. */
export function renderHtml(report: Report): string {
  const { headline, tone } = conclude(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escape(headline)} · Sallyport proof</title>
<style>${style}</style>
</head>
<body class="${tone}">
${top(report)}
<main>
${table(report)}
${groups.map((group) => groupOf(group, report)).join('')}
${checkYourself(report)}
${WORDS_USED}
</main>
</body>
</html>
`;
}

function top(report: Report): string {
  const { headline, sentence } = conclude(report);
  const counts = count(report.results);
  const tiles = (['passed', 'failed', 'not-run'] as const)
    .map(
      (verdict) =>
        `<li class="${counts[verdict] > 0 ? verdict : 'none'}"><strong>${counts[verdict]}</strong> ${WORDS[verdict].toLowerCase()}</li>`,
    )
    .join('');
  const rows = facts(report).map(
    ([name, value]) => `<div><dt>${name}</dt><dd>${escape(value)}</dd></div>`,
  );
  return `<header>
<p class="kind">Sallyport · proof of its claims</p>
<h1>${escape(headline)}</h1>
<p class="lead">${escape(sentence)}</p>
<ul class="counts">${tiles}</ul>
<dl>${rows.join('')}</dl>
${aftermath(report)}
</header>`;
}

function aftermath({ leftovers, withheld }: Report): string {
  const lines = [
    ...leftovers.map(({ email, why }) => `The throw-away account ${email} is still there: ${why}`),
    ...withheld.map((path) => `${path} contained a secret and was removed.`),
  ];
  const items = lines.map((line) => `<li>${escape(line)}</li>`).join('');
  return items && `<ul class="aftermath">${items}</ul>`;
}

function table({ results }: Report): string {
  const order: Readonly<Record<Verdict, number>> = { failed: 0, 'not-run': 1, passed: 2 };
  const rows = results
    .toSorted((a, b) => order[a.verdict] - order[b.verdict])
    .map(
      (result) => `<tr class="${result.verdict}">
<td>${badge(result.verdict)}</td>
<td><a href="#${result.claim.id}">${escape(result.claim.title)}</a>${result.why === '' ? '' : `<p class="reason">${escape(result.why).replaceAll('\n', '<br>')}</p>`}</td>
<td class="clauses">${escape(clausesOf(result))}</td></tr>`,
    );
  return `<section><h2>All claims</h2>
<div class="wide"><table><thead><tr><th>Verdict</th><th>What is promised</th><th>Clauses of standards</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function groupOf(group: string, report: Report): string {
  const results = report.results.filter(({ claim }) => claim.group === group);
  return results.length === 0
    ? ''
    : `<section class="group"><h2>${escape(group)}</h2>\n${results.map((result) => claimOf(result, report.folder)).join('\n')}</section>`;
}

function claimOf(result: ClaimResult, folder: string): string {
  const { claim, verdict, why, checks, evidence, seconds, notCounted } = result;
  const said = checks.map(
    ({ ok, sentence, seen }) =>
      `<li class="${ok ? 'passed' : 'failed'}"><span class="mark">${ok ? MARKS.passed : MARKS.failed}</span> <div>${escape(sentence)}${seen === '' ? '' : ` <span class="seen">${escape(seen)}</span>`}</div></li>`,
  );
  const pictures = evidence.filter(({ kind }) => kind === 'image');
  const texts = evidence.filter(({ kind }) => kind !== 'image');
  return `<article id="${claim.id}" class="${verdict}">
<h3>${badge(verdict)} ${escape(claim.title)}</h3>
<p class="meta"><code>${claim.id}</code> · ${escape(clausesOf(result))}${verdict === 'not-run' ? '' : ` · ${seconds.toFixed(1)} s`}</p>
<p>${escape(claim.shows)}</p>
${checks.some(({ ok }) => !ok) || why === '' ? '' : `<p class="why">${escape(why).replaceAll('\n', '<br>')}</p>`}
${notCounted.map((text) => `<p class="meta">${escape(busyNote(text))}</p>`).join('')}
${said.length > 0 ? `<ul class="checks">${said.join('')}</ul>` : ''}
${texts.map((entry) => excerpt(entry, folder)).join('')}
${pictures.length > 0 ? `<div class="pictures">${pictures.map((entry) => picture(entry, folder)).join('')}</div>` : ''}
</article>`;
}

function excerpt({ path, title, kind }: Evidence, folder: string): string {
  const lines = readFileSync(join(folder, path), 'utf8').trimEnd().split('\n');
  const rest = lines.length - EXCERPT_LINES;
  const more = rest > 0 ? `<p class="more">${rest} more lines in the file.</p>` : '';
  return `<details><summary><span class="tag">${KINDS[kind]}</span> ${escape(title)}</summary>
<pre>${escape(lines.slice(0, EXCERPT_LINES).join('\n'))}</pre>${more}
<p class="more">Whole: <a href="${path}">${path}</a></p></details>`;
}

function picture({ path, title }: Evidence, folder: string): string {
  const type = path.endsWith('.png') ? 'png' : 'jpeg';
  const data = readFileSync(join(folder, path)).toString('base64');
  return `<figure><a href="${path}"><img alt="${escape(title)}" src="data:image/${type};base64,${data}"></a><figcaption>${escape(title)}</figcaption></figure>`;
}

function checkYourself({ key }: Report): string {
  return `<section class="check"><h2>Check it yourself</h2>
<p>Every file of this folder has its SHA-256 in <code>manifest.json</code>, which is signed with Ed25519. On any machine with Node, offline:</p>
<pre>node verify.mjs FOLDER --public-key KEY.jwk</pre>
<p><code>verify.mjs</code> is <code>proof/verify.mjs</code> of the sources: take it from the sources, not from the person who gave you the folder. It names each file that was changed, added or removed. ${
    key.throwAway
      ? 'This folder was signed with a key made for its run and thrown away, so the signature shows that nothing changed since, not who made it.'
      : `Compare the key id <code>${escape(key.kid)}</code> with the one its owner publishes.`
  }</p>
<p>All evidence is without secrets: a text in square brackets, such as <code>[password, 27 characters]</code>, replaces one. A claim that could not be run says why and does not count as passed.</p></section>`;
}

const WORDS_USED = `<section><h2>Words used here</h2><dl>
<div><dt>First factor</dt><dd>The e-mail address and the password.</dd></div>
<div><dt>Second factor</dt><dd>A code from an app on the phone (the authenticator), or one of ten backup codes kept on paper.</dd></div>
<div><dt>Temp token</dt><dd>What the browser has after the first factor. It gives no access by itself.</dd></div>
<div><dt>Session</dt><dd>The state of being signed in; the browser proves it with a cookie.</dd></div>
<div><dt>Hash, sealed</dt><dd>A hash is a fingerprint from which the secret cannot be computed. A sealed value is encrypted and opens only with its key and in its own row.</dd></div>
<div><dt>Canary</dt><dd>A secret that was used on purpose and is searched for afterwards.</dd></div>
<div><dt>Trace id</dt><dd>The id of one request, which is in its log line, its records and its answer.</dd></div>
<div><dt>Simulator</dt><dd>A program on this machine that behaves like an outside provider.</dd></div>
</dl></section>`;

const badge = (verdict: Verdict) =>
  `<span class="badge ${verdict}"><span aria-hidden="true">${MARKS[verdict]}</span> ${WORDS[verdict]}</span>`;

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
