import { pagePaths } from '../../../src/features.ts';
import { enter, press, type Scene } from './scene.ts';

/** Every page of somebody signed in, as they find it. */
export async function photographPlaces(scene: Scene): Promise<void> {
  const { page, view, shoot } = scene.camera;
  await enter(page, scene.email);
  for (const path of pagePaths.filter(
    (known) => !/login|register|verify|password|keep|cancel|claim|admin|settings/.test(known),
  )) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await shoot(path === '/' ? 'overview' : path.slice(1).replaceAll('/', '-'));
  }
  if (view.width < 768) {
    await press(page, 'Menu');
    await shoot('menu', 'visible');
  }
}
