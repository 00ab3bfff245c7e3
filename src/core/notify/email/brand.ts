/** How this deployment presents itself in e-mails. */
export interface Brand {
  readonly name: string;
  /** `#rrggbb`: the button's and the name's. */
  readonly color: string;
  /** An e-mail address or an https URL where people find help. */
  readonly support: string | null;
}

/** Pure black: on every colour either this or white can be read. */
const DARK_TEXT = '#000000';
const LIGHT_TEXT = '#ffffff';

/** What text needs on its ground (WCAG 2.2, 1.4.3). */
const MIN_CONTRAST = 4.5;

/** White where it can be read on this colour, otherwise dark. */
export function textOn(color: string): string {
  return contrast(color, LIGHT_TEXT) >= MIN_CONTRAST ? LIGHT_TEXT : DARK_TEXT;
}

/** The colour itself where it can be read on white, otherwise dark: for the name at the top. */
export function inkOf(color: string): string {
  return contrast(color, '#ffffff') >= MIN_CONTRAST ? color : DARK_TEXT;
}

/** From 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
