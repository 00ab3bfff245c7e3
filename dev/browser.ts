import { existsSync } from 'node:fs';
import process from 'node:process';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Null where this machine has a Chromium; else the sentence that says what is missing. */
const whyNoBrowser: string | null = existsSync(executablePath)
  ? null
  : `No Chromium at ${executablePath}: install Debian's package "chromium" or set CHROMIUM_PATH.`;

/**
 * True when browser tests may be skipped here, with a message in the output. Where
 * everything must be proved (CI=true) nothing is skipped: the launch fails and says why.
 */
export function skipBrowserTests(): boolean {
  const skip = whyNoBrowser !== null && process.env['CI'] !== 'true';
  if (skip) {
    process.stderr.write(`Browser tests are skipped. ${whyNoBrowser}\n`);
  }
  return skip;
}

/** A headless Chromium. Throws when there is none. */
export async function launchBrowser(): Promise<Browser> {
  if (whyNoBrowser !== null) {
    throw new Error(whyNoBrowser);
  }
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
}
