import { locale } from './locale.ts';

/** A time to the second in the person's locale and zone. */
export function ExactMoment({ at }: { readonly at: string }) {
  const format = new Intl.DateTimeFormat(locale(), {
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (
    <time dateTime={at} title={at} class="tabular-nums">
      {format.format(new Date(at))}
    </time>
  );
}
