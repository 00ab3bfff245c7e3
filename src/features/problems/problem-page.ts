import type { ErrorTable, PublicError } from '../../platform/errors.ts';
import { codeOfProblem, problemType } from '../../platform/web/problem.ts';

/** Every error of the product by its code. */
export type ErrorIndex = ReadonlyMap<string, PublicError>;

export function indexErrors(tables: readonly ErrorTable[]): ErrorIndex {
  return new Map(tables.flatMap((table) => Object.entries(table)));
}

/** The page behind an error's `type`: what it means and what to do, for whoever follows the link. */
export function problemPage(index: ErrorIndex, slug: string) {
  const error = index.get(codeOfProblem(slug));
  return error
    ? {
        status: 200 as const,
        html: document(error.title, [
          ['Code', error.code],
          ['Status', String(error.status)],
          ['What happened', error.detail],
          ['What to do', plainFix(error)],
        ]),
      }
    : { status: 404 as const, html: document('No such problem', []) };
}

/** Every error, each with a link to its page. */
export function problemList(index: ErrorIndex) {
  const errors = [...index.values()].toSorted((a, b) => a.code.localeCompare(b.code));
  const facts = errors.map(
    ({ code, status, detail }) =>
      [`<a href="${problemType(code)}">${code}</a> · ${status}`, detail] as const,
  );
  return { status: 200 as const, html: document('Errors', facts) };
}

function plainFix({ suggestedFix }: PublicError): string {
  return suggestedFix
    .replace('{wait}', 'as long as retry_after says')
    .replace('{names}', 'the variables it names');
}

/** All texts are our own constants; nothing of the request is repeated. */
function document(title: string, facts: readonly (readonly [string, string])[]): string {
  const list = facts.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sallyport</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/problem.css">
</head>
<body><main><h1>${title}</h1><dl>${list}</dl><p><a href="/">Back to Sallyport</a></p></main></body>
</html>`;
}
