import { t } from '../../text.ts';

/** In this order: most of them also name those below. */
const browsers = Object.freeze([
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const);

const systems = Object.freeze([
  [/\b(?:iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const);

/** "Firefox on Linux": what a person would call whatever sent this. */
export function browserOf(userAgent: string): string {
  const name = (known: typeof browsers | typeof systems) =>
    known.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = name(browsers);
  const device = name(systems);
  if (browser === undefined) {
    return device === undefined
      ? t('Unknown browser')
      : t('Unknown browser on {device}', { device });
  }
  return device === undefined ? browser : t('{browser} on {device}', { browser, device });
}
