import { serverNow } from '../server-clock.ts';
import { locale } from './locale.ts';
import { relativeText } from './moment-text.ts';

/** A time in the person's locale: near ones by their distance, with the exact one on hover. */
export function Moment({ at }: { readonly at: string }) {
  const date = new Date(at);
  const exact = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'short' });
  return (
    <time dateTime={at} title={exact.format(date)}>
      {relativeText(date, serverNow(), locale()) ?? exact.format(date)}
    </time>
  );
}
