import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';

/** One way to look at the pages. */
export interface View {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
}

/** A browser window that is photographed, and what is wrong with what it shows. */
export interface Camera {
  readonly page: Page;
  readonly view: View;
  /** Everything that a designer or a reader's software would complain of. */
  readonly complaints: string[];
  /** The whole page, or with `visible` what is on the screen, as a dialog is. */
  readonly shoot: (name: string, part?: 'visible') => Promise<void>;
}

interface CameraOptions {
  readonly browser: Browser;
  readonly baseURL: string;
  readonly view: View;
  readonly folder: string;
  /** The client's network address, so that one's limits are not another's. */
  readonly address: string;
}

/** Opens a window for the view; its pictures are numbered in the order they are taken. */
export async function openCamera(options: CameraOptions): Promise<Camera> {
  const { browser, baseURL, view, folder, address } = options;
  const context = await browser.newContext({
    baseURL,
    viewport: { width: view.width, height: view.height },
    colorScheme: view.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    extraHTTPHeaders: { 'cf-connecting-ip': address },
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${view.name}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of [45]\d\d|ERR_FAILED/.test(message.text())) {
      complaints.push(`${view.name}: ${message.text()}`);
    }
  });
  mkdirSync(folder, { recursive: true });
  let taken = 0;
  return {
    page,
    view,
    complaints,
    async shoot(name, part) {
      taken += 1;
      await page.waitForTimeout(150);
      complaints.push(...(await lookAt(page)).map((found) => `${view.name} ${name}: ${found}`));
      const file = `${view.name}-${String(taken).padStart(2, '0')}-${name}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: part !== 'visible' });
    },
  };
}

async function lookAt(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ...(tooWide > 0 ? [`${tooWide} px too wide`] : []),
  ];
}
