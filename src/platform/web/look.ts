import { readCookie } from './cookies.ts';

/** In which language and colours somebody reads. */
export interface Look {
  readonly language: Language;
  /** Null follows the device. */
  readonly theme: 'light' | 'dark' | null;
}

export const languages = Object.freeze(['en', 'de'] as const);
export type Language = (typeof languages)[number];

const themes = Object.freeze(['light', 'dark'] as const);

/** What was chosen on the pages comes first; then what the browser prefers, then English. */
export function readLook(headers: Headers): Look {
  const language = chosen(headers, 'language', languages) ?? preferred(headers) ?? 'en';
  return { language, theme: chosen(headers, 'theme', themes) };
}

function chosen<Choice extends string>(
  headers: Headers,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const cookie = readCookie(headers.get('cookie'), name);
  const value = cookie.state === 'present' ? cookie.value : null;
  return choices.find((choice) => choice === value) ?? null;
}

/** The language wanted most of those we speak (RFC 9110 section 12.5.4); `q=0` refuses one. */
function preferred(headers: Headers): Language | undefined {
  const wanted = (headers.get('accept-language') ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return {
        name: tag.split('-')[0],
        weight: /^(0|1)(\.\d{0,3})?$/.test(weight) ? Number(weight) : 0,
      };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { name } of wanted) {
    const spoken = languages.find((language) => language === name);
    if (spoken) {
      return spoken;
    }
  }
  return undefined;
}
