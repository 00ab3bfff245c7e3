import type { Locator, Page } from 'playwright-core';

import { launchBrowser } from '../../dev/browser.ts';
import {
  codeField,
  proveFirstFactor,
  press,
  see,
  settleInStep,
} from '../../scripts/screenshots/scenes/scene.ts';
import { ASVS, clause, type Claim } from '../claim.ts';
import type { Person } from '../client/accounts.ts';
import { codeAt } from '../client/authenticator.ts';
import { newAddress } from '../client/api-client.ts';
import { believesAddresses } from '../client/deployment.ts';
import type { Context } from '../context.ts';
import { newNumber } from '../phone-number.ts';

const JPEG_QUALITY = 72;

/** Pictures of the pages, as a person goes through them. */
export const screens: Claim = {
  id: 'screens',
  title:
    'The settings, connections, alerts and status pages work in a browser from start to finish.',
  shows:
    'A browser goes through every settings and connections flow as a person would. Secrets (the key, its QR code, backup codes) are covered in the pictures. The browser must report no error and send no request to another site.',
  group: 'Pages',
  clauses: clause(ASVS, '3.4.3', '14.3.3'),
  needs: ['browser', 'simulators'],
  async run(context) {
    const browser = await launchBrowser();
    try {
      const { appUrl } = context.deployment;
      const window = await browser.newContext({
        baseURL: appUrl,
        viewport: { width: 1200, height: 800 },
        reducedMotion: 'reduce',
        locale: 'en-GB',
        ...(believesAddresses(context.deployment) && {
          extraHTTPHeaders: { 'cf-connecting-ip': newAddress() },
        }),
      });
      window.setDefaultTimeout(15_000);
      const page = await window.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('request', (request) => {
        if (
          /^https?:/.test(request.url()) &&
          new URL(request.url()).origin !== new URL(appUrl).origin
        ) {
          problems.push(`requested ${new URL(request.url()).origin}`);
        }
      });
      const shoot = shooter(context, page);
      await walk(context, page, shoot);
      const stored = await page.evaluate(() =>
        [localStorage, sessionStorage]
          .flatMap((storage) => Object.entries(storage).flat())
          .join(' '),
      );
      context.check(
        'The browser reports no error and sends no request to another site',
        problems.length === 0,
        problems.join('; ') || 'none',
      );
      context.check(
        'The browser’s storage contains no token',
        !/token|session|secret/i.test(stored),
        stored || 'nothing is stored',
      );
    } finally {
      await browser.close();
    }
  },
};

type Shoot = (name: string, title: string, secret?: readonly Locator[]) => Promise<void>;

function shooter(context: Context, page: Page): Shoot {
  return async (name, title, secret = []) => {
    await page.waitForTimeout(120);
    const bytes = await page.screenshot({
      type: 'jpeg',
      quality: JPEG_QUALITY,
      mask: [...secret],
      maskColor: '#8a8f8c',
    });
    context.evidence.image(`${name}.jpg`, title, bytes);
  };
}

async function walk(context: Context, page: Page, shoot: Shoot) {
  const person = await context.accounts.register();
  await page.goto('/login');
  await proveFirstFactor(page, person.email, person.password);
  await see(page, /Turn on/);
  await shoot('overview', 'The overview after signing in');
  await turnOn(context, page, shoot);
  await settings(context, page, shoot);
  await connections(context, page, shoot);
  await signInFactors(page, shoot, person);
}

async function turnOn(context: Context, page: Page, shoot: Shoot) {
  await page.goto('/settings/security');
  await see(page, 'Turn on');
  await shoot('security-off', 'Security settings, two-factor sign-in off');
  await press(page, 'Turn on');
  const key = page.locator('[data-manual-key]');
  await key.waitFor();
  const secret = ((await key.textContent()) ?? '').replaceAll(' ', '');
  context.run.redactor.learn('secret', secret);
  await shoot('set-up', 'Set-up, with the QR code and the key covered', [
    key,
    page.locator('img[src^="data:image/svg"]'),
  ]);
  await press(page, 'Next');
  await settleInStep(page);
  await codeField(page).fill(codeAt(secret, -1));
  const codes = page.getByRole('list', { name: 'Backup codes' });
  await codes.waitFor();
  for (const text of await codes.getByRole('listitem').allTextContents()) {
    context.run.redactor.learn('backup code', text);
  }
  await shoot('backup-codes', 'The ten backup codes, shown once, covered in this picture', [codes]);
  await page.getByRole('checkbox').check();
  await press(page, 'Done');
  await page.getByRole('button', { name: 'Turn off' }).waitFor();
  await shoot('security-on', 'Security settings, two-factor sign-in on');
  context.check('Two-factor sign-in was turned on in the browser', true, 'on');
  await press(page, 'Turn off');
  await page.getByRole('dialog').waitFor();
  await shoot('turn-off', 'Turning two-factor sign-in off asks for a code');
  await page.keyboard.press('Escape');
  await press(page, 'Make new codes');
  await page.getByRole('dialog').waitFor();
  await shoot('make-new-codes', 'Making new backup codes asks for a code');
  await page.keyboard.press('Escape');
  await press(page, 'Change password');
  await page.getByLabel('New password').waitFor();
  await shoot('change-password', 'Changing the password');
}

async function settings(context: Context, page: Page, shoot: Shoot) {
  await page.goto('/settings/sessions');
  await see(page, 'This one');
  await shoot('sessions', 'The list of sessions');
  await page.goto('/settings/activity');
  await see(page, /shown/);
  await shoot('activity', 'The activity of the account');
  await page.goto('/settings/profile');
  await press(page, 'Add a number');
  await page.getByRole('textbox', { name: 'Phone number' }).fill(newNumber());
  await press(page, 'Send a code');
  await see(page, 'Enter the code we sent');
  await shoot('profile', 'The profile, waiting for the code sent to a phone');
  await page.goto('/settings/profile');
  await press(page, 'Delete my account');
  await page.getByRole('dialog').waitFor();
  await shoot('delete-account', 'Account deletion asks for a code');
  await page.keyboard.press('Escape');
  context.check('Sessions, activity and profile were shown', true, '3 pages');
}

async function connections(context: Context, page: Page, shoot: Shoot) {
  await page.goto('/connections');
  const finnhub = page.getByRole('region', { name: 'Alpaca' });
  await finnhub.getByText('Simulator').waitFor();
  await shoot('connections', 'The connections before a check');
  await finnhub.getByRole('button', { name: 'Check now: Alpaca' }).click();
  await finnhub.getByText('Connected', { exact: true }).waitFor();
  await shoot('connections-checked', 'After one real call: connected');
  await page.getByRole('button', { name: 'Show calls: Alpaca' }).click();
  await page.getByRole('dialog', { name: 'Calls to Alpaca' }).waitFor();
  await shoot('calls', 'The calls to one provider, each with its trace id');
  await page.keyboard.press('Escape');
  context.check('A connection was checked in the browser', true, 'connected');
  await page.goto('/ops/alerts');
  await page.getByLabel('Phone number').fill(newNumber());
  await press(page, 'Send test message');
  const result = page.getByRole('region', { name: 'Result' });
  await result.getByText('Delivered.', { exact: true }).waitFor();
  await shoot('alert-delivered', 'A test message, delivered, with its trace id');
  context.check('A test message was sent and seen delivered in the browser', true, 'Delivered.');
  await page.goto('/status');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await shoot('status', 'The system status');
}

/** Signs out, then signs in again as far as the second factor. */
async function signInFactors(page: Page, shoot: Shoot, person: Person) {
  await page.context().clearCookies();
  await page.goto('/login');
  await see(page, 'Sign in to Sallyport');
  await shoot('login', 'Sign-in, first factor');
  await proveFirstFactor(page, person.email, person.password);
  await codeField(page).waitFor();
  await shoot('second-factor', 'Sign-in, second factor');
}
