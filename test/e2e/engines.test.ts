import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { codeFor, newEnrolled, settleInStep, type Enrolled } from '../support/person.ts';
import { missingPart, type Tab } from './engines/engine.ts';
import { firefox } from './engines/firefox.ts';
import { webkit } from './engines/webkit.ts';

const ENTER = '\uE007'; // WebDriver, section 17.4.2
const FULL_WIDTH_ZERO = 0xff10;
const fullWidth = (digits: string) =>
  digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(FULL_WIDTH_ZERO + Number(digit)));

/** True when this engine may be skipped here, with a word; where everything must be proved nothing is. */
function mayBeSkipped(missing: string | null): boolean {
  const skip = missing !== null && process.env['CI'] !== 'true';
  if (skip) {
    process.stderr.write(`Tests in this engine are skipped. ${missing}\n`);
  }
  return skip;
}

/** Waits for what is true of the page. */
async function see(tab: Tab, expression: string): Promise<void> {
  await expect.poll(async () => await tab.run(expression), { message: expression }).toBe(true);
}

const heading = (text: string) =>
  `[...document.querySelectorAll('h1, h2')].some(({ textContent }) => textContent.trim() === ${JSON.stringify(text)})`;

/** Types into the field of this name. */
async function fill(tab: Tab, name: string, text: string): Promise<void> {
  await see(tab, `document.querySelector('input[name=${name}]') !== null`);
  await tab.run(`document.querySelector('input[name=${name}]').focus()`);
  await tab.type(text);
}

/** As far as the code is asked for. */
async function passFirstFactor(tab: Tab, { email, password }: Enrolled): Promise<void> {
  await tab.go(`${inject('appUrl')}/login`);
  await see(tab, heading('Sign in to Sallyport'));
  await fill(tab, 'email', email);
  await fill(tab, 'password', password + ENTER);
  await see(tab, `location.pathname === '/2fa/verify'`);
}

const sentTo = async (tab: Tab, path: string) =>
  await tab.run(
    `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('${path}')).length`,
  );

describe.for([webkit, firefox])('$name', (engine) => {
  const missing = missingPart(engine);
  const folder = makeTemporaryFolder('engine');
  let opened: Tab | null = null;
  const tab = () => opened ?? expect.unreachable(missing ?? 'the engine has not started');

  describe.skipIf(mayBeSkipped(missing))('on a local stack', () => {
    beforeAll(async () => {
      opened = await engine.open(folder);
    });
    afterAll(async () => await opened?.close());

    test('signs in with both factors over a reload between them, stays signed in, and signs out', async () => {
      const person = await newEnrolled();
      await passFirstFactor(tab(), person);
      await tab().go(`${inject('appUrl')}/2fa/verify`);
      await settleInStep();
      await fill(tab(), 'code', codeFor(person.secret));
      await see(tab(), heading(person.email));
      await tab().go(`${inject('appUrl')}/`);
      await see(tab(), heading(person.email));
      expect(await tab().run('document.cookie')).toBe('');
      await tab().run(
        `[...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Sign out').click()`,
      );
      await see(tab(), heading('Sign in to Sallyport'));
      await tab().go(`${inject('appUrl')}/settings/profile`);
      await see(tab(), heading('Sign in to Sallyport'));
    });

    test('sends a code typed in full-width digits once, as ASCII digits', async () => {
      const person = await newEnrolled();
      await passFirstFactor(tab(), person);
      await settleInStep();
      await fill(tab(), 'code', fullWidth(codeFor(person.secret)));
      await see(tab(), heading(person.email));
      expect(await sentTo(tab(), '/api/auth/2fa/verify')).toBe(1);
    });

    test('keeps the chosen colours', async () => {
      await tab().go(`${inject('appUrl')}/docs`);
      await see(tab(), `document.querySelector('option[value=dark]') !== null`);
      await tab().run(
        `(document.querySelector('option[value=dark]').selected = true,
          document.querySelector('option[value=dark]').parentElement.dispatchEvent(new Event('change')))`,
      );
      await see(tab(), `document.documentElement.dataset.theme === 'dark'`);
      await tab().go(`${inject('appUrl')}/docs`);
      expect(await tab().run('document.documentElement.dataset.theme')).toBe('dark');
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
});
