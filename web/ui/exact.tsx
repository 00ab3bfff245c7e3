import type { ComponentChildren } from 'preact';

interface ExactProps {
  readonly look?: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** What is no word of any language: an address, a number, an id. A translator of pages leaves it as it is. */
export function Exact({ look, ...rest }: ExactProps) {
  return <span translate={false} class={look} {...rest} />;
}

const PLACE = /(\{\w+\})/;

/** A sentence whose `{name}` stand for such values. */
export function withExact(
  sentence: string,
  values: Readonly<Record<string, string>>,
): ComponentChildren[] {
  return sentence.split(PLACE).map((part) => {
    const value = PLACE.test(part) ? values[part.slice(1, -1)] : undefined;
    return value === undefined ? part : <Exact key={part}>{value}</Exact>;
  });
}
