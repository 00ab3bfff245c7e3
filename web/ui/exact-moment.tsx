import { language } from '../text.ts';

/** A time to the second in the person's locale and zone. */
export function ExactMoment({ at }: { readonly at: string }) {
  const format = new Intl.DateTimeFormat(language.value, {
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (
    <time dateTime={at} title={at} class="tabular-nums">
      {format.format(new Date(at))}
    </time>
  );
}
