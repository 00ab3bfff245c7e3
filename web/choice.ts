const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What this browser's owner chose before; null when nothing, or nothing that can be chosen. */
export function readChoice<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  cookies = document.cookie,
): Choice | null {
  const pairs = cookies.split('; ').map((pair) => pair.split('='));
  const chosen = pairs.find(([key]) => key === name)?.[1];
  return choices.find((choice) => choice === chosen) ?? null;
}

/** Keeps a choice of how the pages look. A cookie, so that the Worker may draw the page that way. */
export function keepChoice(name: string, choice: string | null): void {
  const age = choice === null ? 0 : YEAR_SECONDS;
  // WebKit keeps no secure cookie from plain http, which only a stack on one's own machine speaks.
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${name}=${choice ?? ''}; path=/; max-age=${age}; samesite=lax${secure}`;
}
