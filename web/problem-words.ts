import { keyed, t } from './text.ts';

/** What names the sentences of a refusal, and what stands in them. */
interface Refusal {
  readonly error_code: string;
  readonly variant?: string | null;
  readonly retry_after?: number | null;
  /** What is named in the sentences, such as variables that are missing. */
  readonly names?: readonly string[];
  readonly detail?: string;
  readonly suggested_fix: string | null;
}

/**
 * What went wrong and what to do, in the page's language, by the code, the variant and the values. An
 * answer of a newer server, whose code or variant this page does not know, keeps the server's English.
 */
export function refusalWords(refusal: Refusal): { detail: string; suggestedFix: string } {
  const { error_code: code, variant, names = [] } = refusal;
  const values = { wait: secondsText(refusal.retry_after ?? 1), names: names.join(', ') };
  const own = (part: string) => (variant ? keyed(`${variant}.${part}`, values) : null);
  const isKnown = !variant || own('detail') !== null || own('suggested_fix') !== null;
  const word = (part: string, english: string) =>
    own(part) ?? (isKnown ? keyed(`${code}.${part}`, values) : null) ?? english;
  return {
    detail: word('detail', refusal.detail ?? ''),
    suggestedFix: word('suggested_fix', refusal.suggested_fix ?? ''),
  };
}

function secondsText(count: number): string {
  return count === 1 ? t('1 second') : t('{count} seconds', { count });
}

/** What to do about a call that an outside service refused, by the code in the ledger. */
export function providerFix(code: string, english: string | null): string {
  const variant = `provider_${code.toLowerCase()}`;
  return refusalWords({ error_code: code, variant, suggested_fix: english }).suggestedFix;
}
