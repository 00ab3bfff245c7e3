import Bowser from 'bowser';

/** A browser in words a person knows, such as "Firefox 128" on "Linux" or "iPhone, iOS 17.5". */
export interface BrowserDescription {
  readonly device: string;
  readonly browser: string;
}

const UNKNOWN = 'Unknown';

/** Reads a User-Agent header, which a client can write as they like: for showing, never for deciding. */
export function describeBrowser(userAgent: string): BrowserDescription {
  if (userAgent === '') {
    return { device: UNKNOWN, browser: UNKNOWN };
  }
  const { browser, os, platform } = Bowser.parse(userAgent);
  const [major = ''] = browser.version?.split('.') ?? [];
  const system = [os.name, os.versionName ?? os.version].filter(Boolean).join(' ');
  return {
    device: [platform.model, system].filter(Boolean).join(', ') || UNKNOWN,
    browser: [browser.name, major].filter(Boolean).join(' ') || UNKNOWN,
  };
}

/** The kind of browser without versions, such as `Firefox on Linux`: an update does not change it. */
export function kindOfBrowser(userAgent: string): string {
  if (userAgent === '') {
    return UNKNOWN;
  }
  // Only what is asked for is read: this happens on every request of a session.
  const parser = Bowser.getParser(userAgent, true);
  return `${parser.getBrowser().name ?? UNKNOWN} on ${parser.getOS().name ?? UNKNOWN}`;
}
