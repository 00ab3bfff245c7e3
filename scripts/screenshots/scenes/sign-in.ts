import { totpCode } from '../../../dev/simulators/authenticator.ts';
import {
  codeField,
  makeStale,
  proveFirstFactor,
  PASSWORD,
  press,
  register,
  see,
  settleInStep,
  STEP_MILLISECONDS,
  type Scene,
} from './scene.ts';

/** Registers, turns the second factor on, signs out and in again, and is locked out. */
export async function photographSignIn(scene: Scene): Promise<void> {
  await wayIn(scene);
  const secret = await setUp(scene);
  await withBothFactors(scene, secret);
  await secondFactor(scene);
  await deadEnds(scene);
}

async function wayIn({ camera: { page, shoot }, email }: Scene) {
  await page.goto('/login');
  await see(page, 'Sign in to Sallyport');
  await shoot('login');
  await page.goto('/register');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await shoot('register');
  await press(page, 'Create account');
  await shoot('register-empty');
  await page.getByLabel('E-mail address').fill(email);
  await press(page, 'Create account');
  await see(page, 'trace id');
  await shoot('register-weak');
  await register(page, email);
  await shoot('registered');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await see(page, 'Sign in to Sallyport');
  await proveFirstFactor(page, email, 'not the password');
  await see(page, 'trace id');
  await shoot('login-refused');
}

async function setUp(scene: Scene): Promise<string> {
  const { page, shoot } = scene.camera;
  await proveFirstFactor(page, scene.email);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await see(page, /Turn on/);
  await page.goto('/settings/security');
  await see(page, 'Turn on');
  await shoot('security-off');
  await makeStale(scene);
  await press(page, 'Turn on');
  await see(page, 'Confirm that it is you');
  await shoot('confirm-password', 'visible');
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
  await press(page, 'Confirm');
  await page.locator('[data-manual-key]').waitFor();
  await shoot('set-up-scan');
  const key = (await page.locator('[data-manual-key]').textContent()) ?? '';
  const secret = key.replaceAll(' ', '');
  await press(page, 'Next');
  await codeField(page).fill('000000');
  await see(page, 'trace id');
  await shoot('set-up-wrong-code');
  await settleInStep(page);
  await codeField(page).fill(totpCode(secret, Date.now() - STEP_MILLISECONDS));
  await see(page, 'Save your backup codes');
  await shoot('set-up-codes');
  await page.getByRole('checkbox').check();
  await press(page, 'Done');
  await see(page, '10 left');
  await shoot('security-on');
  return secret;
}

async function withBothFactors(scene: Scene, secret: string) {
  const { page, shoot } = scene.camera;
  await press(page, 'Turn off');
  await page.getByRole('dialog').waitFor();
  await shoot('turn-off', 'visible');
  await page.keyboard.press('Escape');
  await makeStale(scene);
  await press(page, 'Make new codes');
  await see(page, 'Confirm that it is you');
  await shoot('confirm-both', 'visible');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await codeField(page).fill(totpCode(secret, Date.now()));
  await press(page, 'Confirm');
  await see(page, 'is used up');
  await shoot('make-new-codes', 'visible');
  await codeField(page).fill(totpCode(secret, Date.now() + STEP_MILLISECONDS));
  await press(page, 'Make new codes');
  await see(page, 'Save your new codes');
  await shoot('new-codes');
  await page.getByRole('checkbox').check();
  await press(page, 'Done');
  await see(page, 'in force');
}

async function secondFactor({ camera: { page, shoot }, email }: Scene) {
  await page.context().clearCookies();
  await page.goto('/settings/security');
  await see(page, 'Sign in to open that page.');
  await shoot('login-for-a-page');
  await proveFirstFactor(page, email);
  await codeField(page).waitFor();
  await shoot('second-factor');
  await press(page, 'Use a backup code');
  await shoot('second-factor-backup-code');
  await press(page, 'Use a code from your app');
  for (let attempt = 0; attempt < 5; attempt++) {
    const answered = page.waitForResponse('**/api/auth/2fa/verify');
    await codeField(page).fill(`00000${attempt}`);
    await answered;
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name=code]')?.value === '',
    );
    if (attempt === 0) {
      await shoot('second-factor-wrong');
    }
  }
  await codeField(page).fill('000005');
  await see(page, /Try again in|That sign-in is over/);
  if (page.url().includes('/login')) {
    await shoot('login-again');
    await proveFirstFactor(page, email);
    await codeField(page).fill('000006');
  }
  await see(page, /Try again in/);
  await shoot('second-factor-locked');
}

async function deadEnds({ camera: { page, shoot } }: Scene) {
  await page.goto('/nowhere');
  await see(page, 'No such page');
  await shoot('not-found');
  await page.goto('/problems/rate-limited');
  await shoot('problem');
}
