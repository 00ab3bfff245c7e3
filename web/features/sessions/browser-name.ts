import { t } from '../../text.ts';

/** A browser as the server describes it; either part may be unknown. */
export interface Browser {
  readonly browser: string;
  readonly device: string;
}

const UNKNOWN = 'Unknown';

/** "Chrome on Linux": what a person would call it. */
export function browserName({ browser, device }: Browser): string {
  if (browser === UNKNOWN) {
    return device === UNKNOWN ? t('Unknown browser') : t('Unknown browser on {device}', { device });
  }
  return device === UNKNOWN ? browser : t('{browser} on {device}', { browser, device });
}
