import type { ErrorTable, PublicError } from '../../platform/errors.ts';
import { escapeHtml } from '../../platform/web/escape-html.ts';
import type { Look } from '../../platform/web/look.ts';
import { codeOfProblem, problemType } from '../../platform/web/problem.ts';
import { speakerOf, type Speak } from '../../platform/web/speak.ts';

/** Every error of the product by its code. */
export type ErrorIndex = ReadonlyMap<string, PublicError>;

interface Reading {
  /** What stands in the path. */
  readonly parameter: string;
  readonly look: Look;
  readonly brandName: string;
}

interface Article {
  readonly title: string;
  /** HTML, name and text of each. */
  readonly facts: readonly (readonly [name: string, text: string])[];
}

export function indexErrors(tables: readonly ErrorTable[]): ErrorIndex {
  return new Map(tables.flatMap((table) => Object.entries(table)));
}

/** The page behind an error's `type`: what it means and what to do, for anyone who follows the link. */
export async function problemPage(index: ErrorIndex, reading: Reading) {
  const t = await speakerOf(reading.look.language);
  const error = index.get(codeOfProblem(reading.parameter));
  if (!error) {
    const nothing = { title: t('No such problem'), facts: [] };
    return { status: 404 as const, html: document(nothing, reading, t) };
  }
  const facts = [
    [t('Code'), error.code],
    [t('Status'), String(error.status)],
    [t('What happened'), t(error.detail, `${error.code}.detail`)],
    [t('What to do'), plainFix(error, t)],
  ].map(([name = '', text = '']) => [escapeHtml(name), escapeHtml(text)] as const);
  return {
    status: 200 as const,
    html: document({ title: t(error.title, `${error.code}.title`), facts }, reading, t),
  };
}

/** Every error, each with a link to its page. */
export async function problemList(index: ErrorIndex, reading: Reading) {
  const t = await speakerOf(reading.look.language);
  const errors = [...index.values()].toSorted((a, b) => a.code.localeCompare(b.code));
  const facts = errors.map(
    ({ code, status, detail }) =>
      [
        `<a href="${problemType(code)}" translate="no">${code}</a> · ${status}`,
        escapeHtml(t(detail, `${code}.detail`)),
      ] as const,
  );
  return { status: 200 as const, html: document({ title: t('Errors'), facts }, reading, t) };
}

function plainFix({ code, suggestedFix }: PublicError, t: Speak): string {
  return t(suggestedFix, `${code}.suggested_fix`)
    .replace('{wait}', t('as long as retry_after says'))
    .replace('{names}', t('the variables it names'));
}

/** The texts are our own constants and the deployment's name; nothing of the request is repeated. */
function document({ title, facts }: Article, { look, brandName }: Reading, t: Speak): string {
  const theme = look.theme ? ` data-theme="${look.theme}"` : '';
  const list = facts.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join('');
  const back = t('Back to {brand}').replace('{brand}', () => brandName);
  return `<!doctype html>
<html lang="${look.language}"${theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${look.theme ?? 'light dark'}">
<title>${escapeHtml(`${title} · ${brandName}`)}</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/problem.css">
</head>
<body><main><h1>${escapeHtml(title)}</h1><dl>${list}</dl><p><a href="/">${escapeHtml(back)}</a></p></main></body>
</html>`;
}
