/** `npm run bench:paint-timing`: when the first paint comes on a slow phone, and whether anything moves after it. */
import { rmSync } from 'node:fs';
import process from 'node:process';

import type { Browser, Page } from 'playwright-core';

import { launchBrowser } from '../dev/browser.ts';
import { startStack } from '../dev/stack.ts';
import { makeTemporaryFolder } from '../dev/temporary-folder.ts';

/** As "Slow 4G" of Chromium's developer tools, which is Lighthouse's phone: 150 ms and 1.6 Mbit/s, adjusted. */
const slow4G = Object.freeze({
  offline: false,
  latency: 150 * 3.75,
  downloadThroughput: ((1.6 * 1024 * 1024) / 8) * 0.9,
  uploadThroughput: ((750 * 1024) / 8) * 0.9,
});
const CPU_SLOWDOWN = 4;
const BUDGET_MILLISECONDS = 1000;
const RUNS = 5;

interface PaintTiming {
  /** First contentful paint: the mark in the document. */
  readonly first: number;
  /** When the page's heading is there. */
  readonly heading: number;
  /** The sum of the layout shifts, without unit. */
  readonly shift: number;
}

async function main() {
  const localDir = makeTemporaryFolder('paint');
  const stack = await startStack({
    port: 0,
    localDir,
    devVars: false,
    vars: {
      APP_ENC_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
    },
  });
  const browser = await launchBrowser();
  const lines: string[] = [];
  let held = true;
  for (const path of ['/login', '/', '/register']) {
    const paint = await medianTiming(browser, `${stack.appUrl}${path}`);
    const within = paint.first <= BUDGET_MILLISECONDS;
    held = held && within;
    lines.push(
      [
        path.padEnd(12),
        `${Math.round(paint.first)} ms`.padStart(12),
        (within ? 'held' : 'broken').padStart(10),
        `${Math.round(paint.heading)} ms`.padStart(12),
        paint.shift.toFixed(4).padStart(14),
      ].join(''),
    );
  }
  await browser.close();
  await stack.stop();
  rmSync(localDir, { recursive: true, force: true });
  const head = ['page'.padEnd(12), 'first paint'.padStart(12), '≤ 1000 ms'.padStart(10)];
  process.stdout.write(
    `Slow 4G, CPU ${CPU_SLOWDOWN}× slower, median of ${RUNS}, nothing cached, signed out.\n` +
      `${head.join('')}${'heading'.padStart(12)}${'layout shift'.padStart(14)}\n${lines.join('\n')}\n`,
  );
  process.exitCode = held ? 0 : 1;
}

async function medianTiming(browser: Browser, url: string): Promise<PaintTiming> {
  const paints: PaintTiming[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    paints.push(await measure(await context.newPage(), url));
    await context.close();
  }
  const middle = (pick: (paint: PaintTiming) => number) =>
    paints.map(pick).toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
  return {
    first: middle(({ first }) => first),
    heading: middle(({ heading }) => heading),
    shift: middle(({ shift }) => shift),
  };
}

async function measure(page: Page, url: string): Promise<PaintTiming> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', slow4G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.goto(url);
  await page.locator('h1').waitFor();
  const heading = await page.evaluate(() => performance.now());
  await page.waitForTimeout(500);
  const [first, shift] = await page.evaluate(readTiming);
  return { first, heading, shift };
}

/** Runs in the page. */
async function readTiming(): Promise<readonly [first: number, shift: number]> {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const shift = await new Promise<number>((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        sum += 'value' in entry && typeof entry.value === 'number' ? entry.value : 0;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 100);
  });
  return [paint?.startTime ?? Number.NaN, shift];
}

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';
await main();
process.exit();
