import { totpCode } from '../../../dev/simulators/authenticator.ts';
import {
  enter,
  PASSWORD,
  press,
  register,
  see,
  settleInStep,
  STEP_MILLISECONDS,
  type Scene,
} from './scene.ts';

/** What an administrator sees, a person's own activity, and the two links that belong to it. */
export async function photographStaff(scene: Scene): Promise<void> {
  await links(scene);
  await register(scene.camera.page, other(scene));
  await enter(scene.camera.page, scene.email);
  await becomeAdmin(scene);
  await users(scene);
  await audit(scene);
  await activity(scene);
}

async function links(scene: Scene) {
  const { page, shoot } = scene.camera;
  await page.goto('/cancel-reset?token=mistyped');
  await see(page, 'Keep your second factor');
  await shoot('cancel-reset');
  await press(page, 'Keep it');
  await see(page, 'This link is not known');
  await shoot('cancel-reset-unknown');
  await page.goto('/claim-admin?token=mistyped');
  await see(page, 'Become the administrator');
  await shoot('claim-admin');
  await page.getByLabel('E-mail address').fill(other(scene));
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await press(page, 'Create the account');
  await see(page, 'This link is not known');
  await shoot('claim-admin-unknown');
}

/** Somebody else to act on. */
const other = ({ email }: Scene) => `other.${email}`;

async function rows(scene: Scene, statement: string, values: unknown[]) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: scene.stack.database.ownerUrl });
  await client.connect();
  await client.query(statement, values);
  await client.end();
}

/** Gives the role before the second factor is on, and then turns it on as a person would. */
async function becomeAdmin(scene: Scene) {
  const { page, shoot } = scene.camera;
  await rows(scene, `update users set roles = '{USER,ADMIN}' where email = $1`, [scene.email]);
  await page.goto('/admin/users');
  await see(page, 'Your role works only with two-factor authentication.');
  await shoot('users-without-second-factor');
  await page.goto('/settings/security');
  await press(page, 'Turn on');
  const key = await page.locator('[data-manual-key]').textContent();
  await press(page, 'Next');
  await settleInStep(page);
  const code = totpCode((key ?? '').replaceAll(' ', ''), Date.now() - STEP_MILLISECONDS);
  await page.getByLabel('Code from your authenticator app').fill(code);
  await page.getByRole('list', { name: 'Backup codes' }).waitFor();
  await page.getByLabel('I saved them in a safe place.').check();
  await press(page, 'Done');
}

async function users(scene: Scene) {
  const { page, shoot } = scene.camera;
  await page.goto('/admin/users');
  await see(page, /shown/);
  await shoot('users');
  await page.getByRole('button', { name: other(scene) }).click();
  await see(page, 'What they did');
  await shoot('user', 'visible');
  await press(page, 'Lock account');
  await see(page, 'Lock this account?');
  await shoot('user-lock', 'visible');
  await press(page, 'Cancel');
  await press(page, 'Change roles');
  await shoot('user-roles', 'visible');
  await page.keyboard.press('Escape');
  await press(page, 'Lock account');
  await press(page, 'Lock account');
  await see(page, 'The account is locked.');
  await shoot('user-locked', 'visible');
}

async function audit({ camera: { page, shoot } }: Scene) {
  await page.goto('/admin/audit');
  await see(page, 'Verify an export');
  await shoot('audit');
  await page.getByRole('button', { name: 'user.signed_in' }).first().click();
  await see(page, 'Everything with this trace');
  await shoot('event', 'visible');
  await page.getByRole('link', { name: 'Everything by this actor' }).click();
  await see(page, 'Show everything');
  await page.getByLabel('Sealed export (NDJSON)').setInputFiles({
    name: 'export.ndjson',
    mimeType: 'application/x-ndjson',
    buffer: Buffer.from('{"seq":1}\n'),
  });
  await see(page, 'holds no seal');
  await shoot('audit-of-an-actor');
}

async function activity({ camera: { page, shoot } }: Scene) {
  await page.goto('/settings/activity');
  await see(page, /shown/);
  await shoot('activity');
  await page.goto('/settings/profile');
  await page.getByLabel('Language').selectOption('de');
  for (const path of ['/settings/activity', '/admin/users', '/admin/audit']) {
    await page.goto(path);
    await see(page, /gezeigt/);
    await shoot(`german${path.replaceAll('/', '-')}`);
  }
}
