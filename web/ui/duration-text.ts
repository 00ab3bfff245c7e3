import { t } from '../text.ts';
import { locale } from './locale.ts';

const SECOND = 1000;

/** "34 ms" below a second, "1.2 s" above. */
export function durationText(milliseconds: number): string {
  const format = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });
  return milliseconds < SECOND
    ? t('{count} ms', { count: format.format(milliseconds) })
    : t('{count} s', { count: format.format(milliseconds / SECOND) });
}
