import { enter, makeStale, press, see, signInElsewhere, type Scene } from './scene.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

/** Sessions and the profile, also in German and by choice in the other theme. */
export async function photographSettings(scene: Scene): Promise<void> {
  const { page } = scene.camera;
  await enter(page, scene.email);
  await sessions(scene);
  await phone(scene);
  await appearance(scene);
  await away(scene);
}

async function sessions(scene: Scene) {
  const { page, shoot } = scene.camera;
  await page.goto('/settings/sessions');
  await see(page, 'You are signed in nowhere else.');
  await shoot('sessions-alone');
  for (const userAgent of [FIREFOX, SAFARI, 'curl/8.4.0', '']) {
    await signInElsewhere(scene, userAgent);
  }
  await page.reload();
  await see(page, 'This one');
  await shoot('sessions');
  await page.getByRole('button', { name: /^End: Firefox/ }).click();
  await page.getByRole('dialog').waitFor();
  await shoot('end-one', 'visible');
  await press(page, 'End session');
  await see(page, 'has ended.');
  await shoot('ended-one');
  await press(page, 'End all, this one too');
  await page.getByRole('dialog').waitFor();
  await shoot('end-all', 'visible');
  await press(page, 'Cancel');
}

async function phone(scene: Scene) {
  const { page, shoot } = scene.camera;
  await page.goto('/settings/profile');
  await see(page, 'Add a number');
  await shoot('profile');
  await press(page, 'Add a number');
  await page.getByRole('textbox', { name: 'Phone number' }).fill('0151');
  await press(page, 'Send a code');
  await see(page, 'Write the whole number');
  await shoot('number-wrong');
  await page
    .getByRole('textbox', { name: 'Phone number' })
    .fill(`+1415555${1000 + Math.floor(Math.random() * 9000)}`);
  await press(page, 'Send a code');
  await see(page, 'Enter the code we sent');
  await shoot('number-code');
  await page.getByLabel('Code from the message').fill('000000');
  await see(page, 'trace id');
  await shoot('number-code-wrong');
  await page.getByLabel('Code from the message').fill(await newestCode(scene));
  await see(page, 'Your phone number is verified.');
  await shoot('profile-verified');
  await press(page, 'Remove');
  await page.getByRole('dialog').waitFor();
  await shoot('number-remove', 'visible');
  await makeStale(scene);
  await press(page, 'Remove');
  await see(page, 'Confirm that it is you');
  await shoot('number-remove-confirm', 'visible');
}

async function newestCode({ stack, camera: { page } }: Scene): Promise<string> {
  const to = (await page.getByText(/^It went to/).textContent())?.match(/\+\d+/)?.[0];
  const answer = await fetch(`${stack.mockServices.urls.twilio}/messages`);
  const messages = await answer.json<readonly { to: string; body: string }[]>();
  return messages.find((message) => message.to === to)?.body.match(/\d{6}/)?.[0] ?? '';
}

async function appearance({ camera: { page, view, shoot } }: Scene) {
  await page.goto('/settings/profile');
  await page.getByLabel('Language').selectOption('de');
  await see(page, 'Telefonnummer');
  await page
    .locator('select')
    .first()
    .selectOption(view.dark ? 'light' : 'dark');
  await shoot('profile-german-other-theme');
  await page.goto('/settings/sessions');
  await see(page, 'Angemeldet');
  await shoot('sessions-german');
  if (view.width < 768) {
    await press(page, 'Menü');
    await shoot('menu-german', 'visible');
  }
  await page.goto('/settings/security');
  await see(page, 'Einschalten');
  await shoot('security-german');
  await page.goto('/settings/profile');
  await page.getByLabel('Farben').selectOption('system');
  await page.getByLabel('Sprache').selectOption('en');
}

async function away({ camera: { page, shoot } }: Scene) {
  await page.route('**/api/**', async (route) => await route.abort());
  await page.goto('/settings/sessions');
  await see(page, 'We could not reach the server.');
  await shoot('server-away');
  await page.unroute('**/api/**');
  await page.route('**/api/auth/me', async (route) => {
    await page.waitForTimeout(3000);
    await route.abort();
  });
  await page.goto('/settings/security');
  await page.getByRole('status').first().waitFor();
  await shoot('loading');
}
