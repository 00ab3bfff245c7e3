/** `npm run screenshots`: pictures of every page and state in light, dark and on a phone, in .local/screenshots. */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';

import { launchBrowser } from '../../dev/browser.ts';
import { openCamera, type View } from './camera.ts';
import { photographAccount } from './scenes/account.ts';
import { photographCaptcha } from './scenes/captcha.ts';
import { photographSignIn } from './scenes/sign-in.ts';
import { photographPlaces } from './scenes/places.ts';
import { photographSettings } from './scenes/settings.ts';
import { photographStaff } from './scenes/staff.ts';
import type { Scene } from './scenes/scene.ts';
import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';

const views: readonly View[] = [
  { name: 'light', width: 1280, height: 800 },
  { name: 'dark', width: 1280, height: 800, dark: true },
  { name: 'phone', width: 390, height: 844 },
  { name: 'narrow', width: 320, height: 640, dark: true },
];

const scenes = {
  'sign-in': photographSignIn,
  settings: photographSettings,
  places: photographPlaces,
  account: photographAccount,
  captcha: photographCaptcha,
  staff: photographStaff,
};

/** `npm run screenshots -- light settings` takes the pictures of one view or one scene alone. */
const wanted = process.argv.slice(2);
const isWanted = (name: string, among: readonly string[]) =>
  wanted.includes(name) || !wanted.some((word) => among.includes(word));

async function main() {
  const localDir = makeTemporaryFolder('screenshots');
  const folder = resolve(join(process.env['LOCAL_DIR'] ?? '.local', 'screenshots'));
  const stack = await startStack({
    port: 0,
    localDir,
    devVars: false,
    vars: {
      APP_ENC_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
    },
  });
  try {
    const complaints = await photograph(stack, folder);
    const lines = complaints.map((complaint) => `- ${complaint}\n`).join('');
    process.stdout.write(`The pictures are in ${folder}.\n${lines || 'No complaints.\n'}`);
    process.exitCode = complaints.length > 0 ? 1 : 0;
  } finally {
    await stack.stop();
    rmSync(localDir, { recursive: true, force: true });
  }
}

async function photograph(stack: Stack, folder: string): Promise<string[]> {
  if (wanted.length === 0) {
    rmSync(folder, { recursive: true, force: true });
  }
  const browser = await launchBrowser();
  const names = views.map(({ name }) => name);
  const jobs = views
    .filter(({ name }) => isWanted(name, names))
    .flatMap((view, number) =>
      Object.entries(scenes)
        .filter(([name]) => isWanted(name, Object.keys(scenes)))
        .map(async ([name, run], sceneNumber) => {
          const camera = await openCamera({
            browser,
            baseURL: stack.appUrl,
            view: { ...view, name: `${view.name}-${name}` },
            folder,
            address: `198.51.100.${number * 10 + sceneNumber + 1}`,
          });
          const scene: Scene = { camera, stack, email: `ana.${view.name}.${name}@example.com` };
          await run(scene).catch(async (error: unknown) => {
            camera.complaints.push(`${view.name} ${name} broke off: ${String(error)}`);
            await camera.shoot('broke-off').catch(() => {});
          });
          return camera.complaints;
        }),
    );
  const complaints = await Promise.all(jobs);
  await browser.close();
  return complaints.flat();
}

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';
await main();
process.exit();
