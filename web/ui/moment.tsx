import { serverNow } from '../server-clock.ts';
import { language } from '../text.ts';
import { relativeText } from './moment-text.ts';

/** A time in the person's locale: near ones by their distance, with the exact one on hover. */
export function Moment({ at }: { readonly at: string }) {
  const date = new Date(at);
  const exact = new Intl.DateTimeFormat(language.value, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <time dateTime={at} title={exact.format(date)}>
      {relativeText(date, serverNow(), language.value) ?? exact.format(date)}
    </time>
  );
}
