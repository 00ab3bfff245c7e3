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

const NEW_PASSWORD = 'seven purple otters sing';

/** What a person does with an account from its first mail to its last. */
export async function photographAccount(scene: Scene): Promise<void> {
  const { page } = scene.camera;
  await register(page, scene.email);
  await verify(scene);
  await forget(scene);
  await changePassword(scene);
  const secret = await trust(scene);
  await leave(scene, secret);
}

/** The path of the newest link to that page among the mails of the person. */
async function mailedLink({ stack, email, camera: { page } }: Scene, path: string) {
  const urls: Readonly<Record<string, string>> = stack.mockServices.urls;
  const pattern = new RegExp(String.raw`https?://[^\s/]+(${path}\?token=[^\s"<>]+)`);
  for (let look = 0; look < 50; look++) {
    const answer = await fetch(`${urls['mail']}/messages?to=${encodeURIComponent(email)}`);
    const mails = await answer.json<readonly { text: string; at: string }[]>();
    const link = mails
      .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
      .flatMap(({ text }) => pattern.exec(text)?.[1] ?? [])[0];
    if (link) {
      return link;
    }
    await page.waitForTimeout(200);
  }
  throw new Error(`No link to ${path} was mailed.`);
}

async function verify(scene: Scene) {
  const { page, shoot } = scene.camera;
  await press(page, 'Send it again');
  await see(page, 'A new one was asked for.');
  await shoot('check-your-mail');
  await page.goto('/verify-email');
  await see(page, 'This link is not whole');
  await shoot('verify-missing');
  await page.goto('/verify-email?token=mistyped');
  await press(page, 'Confirm my address');
  await see(page, 'This link is not known');
  await page.getByLabel('E-mail address').fill(scene.email);
  await shoot('verify-invalid');
  await page.goto('/login');
  await proveFirstFactor(page, scene.email);
  await see(page, 'Your address is not confirmed yet.');
  await shoot('overview-not-confirmed');
  const link = await mailedLink(scene, '/verify-email');
  await page.goto(link);
  await see(page, 'Confirm your address');
  await shoot('verify');
  await press(page, 'Confirm my address');
  await see(page, 'Your address is confirmed');
  await shoot('verified');
  await page.goto(link);
  await press(page, 'Confirm my address');
  await see(page, 'This link was used already');
  await shoot('verify-consumed');
}

async function forget(scene: Scene) {
  const { page, shoot } = scene.camera;
  await page.context().clearCookies();
  await page.goto('/login');
  await page.getByLabel('E-mail address').fill(scene.email);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await see(page, 'We mail you a link');
  await shoot('forgot');
  await press(page, 'Send the link');
  await see(page, 'Check your mail');
  await shoot('forgot-sent');
  const link = await mailedLink(scene, '/reset-password');
  await page.goto(link);
  await page.getByLabel('New password').fill('passwordpassword');
  await press(page, 'Set the new password');
  await see(page, 'trace id');
  await shoot('reset-weak');
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await press(page, 'Set the new password');
  await see(page, 'Your new password is in force');
  await shoot('reset-done');
  await page.goto(link);
  await page.getByLabel('New password').fill(PASSWORD);
  await press(page, 'Set the new password');
  await see(page, 'This link was used already');
  await shoot('reset-consumed');
}

async function changePassword(scene: Scene) {
  const { page, shoot } = scene.camera;
  await page.goto('/login');
  await proveFirstFactor(page, scene.email, NEW_PASSWORD);
  await see(page, /Turn on/);
  await page.goto('/settings/security');
  await press(page, 'Change password');
  await page.getByLabel('New password').fill(PASSWORD);
  await see(page, 'Very hard to guess');
  await shoot('change-password', 'visible');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Change password', exact: true })
    .click();
  await see(page, 'Your new password is in force');
  await shoot('password-changed');
}

/** Ends with the key, whose codes of this step and of the next are not used yet. */
async function trust(scene: Scene): Promise<string> {
  const { page, shoot } = scene.camera;
  await press(page, 'Turn on');
  const key = (await page.locator('[data-manual-key]').textContent()) ?? '';
  const secret = key.replaceAll(' ', '');
  await press(page, 'Next');
  await settleInStep(page);
  await codeField(page).fill(totpCode(secret, Date.now() - STEP_MILLISECONDS));
  await see(page, 'Save your backup codes');
  const codes = await page.getByRole('list', { name: 'Backup codes' }).getByRole('listitem').all();
  const spare = (await codes[0]?.textContent()) ?? '';
  await page.getByRole('checkbox').check();
  await press(page, 'Done');
  await page.getByRole('button', { name: 'Turn off' }).waitFor();
  await page.context().clearCookies();
  await page.goto('/login');
  await proveFirstFactor(page, scene.email);
  await page.getByLabel('Trust this browser for 30 days').check();
  await shoot('second-factor-trust');
  await press(page, 'Use a backup code');
  await page.getByRole('textbox', { name: 'Backup code' }).fill(spare);
  await press(page, 'Sign in');
  await see(page, 'You used a backup code.');
  await page.goto('/settings/sessions');
  await see(page, /^Trusted until/);
  await shoot('sessions-trusted');
  await page.getByRole('button', { name: /^Stop trusting/ }).click();
  await page.getByRole('dialog').waitFor();
  await shoot('stop-trusting', 'visible');
  await press(page, 'Stop trusting');
  await see(page, 'is no longer trusted.');
  return secret;
}

async function leave(scene: Scene, secret: string) {
  const { page, shoot } = scene.camera;
  await page.goto('/settings/profile');
  await press(page, 'Download my data');
  await see(page, 'Saved as');
  await shoot('profile-data');
  await makeStale(scene);
  await press(page, 'Delete my account');
  await see(page, 'Confirm that it is you');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await codeField(page).fill(totpCode(secret, Date.now()));
  await press(page, 'Confirm');
  await see(page, 'is used up');
  await shoot('delete-account', 'visible');
  await codeField(page).fill(totpCode(secret, Date.now() + STEP_MILLISECONDS));
  await press(page, 'Delete my account');
  await see(page, 'your account will be deleted on');
  await shoot('account-deleted');
  await page.goto(await mailedLink(scene, '/keep-account'));
  await see(page, 'Cancel the deletion of your account?');
  await shoot('keep-account');
  await press(page, 'Cancel the deletion');
  await see(page, 'Your account stays.');
  await shoot('account-kept');
}
