import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../../../dev/ports.ts';
import { end, said, start, type Engine, type Tab } from './engine.ts';

const DISPLAY = '/usr/bin/Xvfb';
const DRIVER = '/usr/bin/WebKitWebDriver';

type Json = Record<string, unknown>;

/** WebKit as Debian builds it, over WebDriver (W3C Recommendation, June 2018). */
export const webkit: Engine = {
  name: 'WebKit',
  programs: [DISPLAY, DRIVER],
  packages: 'webkit2gtk-driver and xvfb',
  open: async (folder) => {
    await using started = new AsyncDisposableStack();
    const env = { HOME: folder, XDG_RUNTIME_DIR: folder };
    const screen = ['-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
    const display = start(DISPLAY, ['-displayfd', '1', ...screen], env);
    started.defer(async () => await end(display));
    const port = await freePort();
    const where = { ...env, DISPLAY: `:${await said(display, /(\d+)\n/)}` };
    const driver = start(DRIVER, [`--port=${port}`], where);
    started.defer(async () => await end(driver));
    const call = caller(`http://127.0.0.1:${port}`);
    while (!(await isReady(call))) {
      await sleep(100); // the hook's own time limit ends what never comes
    }
    const { sessionId } = (await call('POST', '/session', { capabilities: {} })) as Json;
    const session = `/session/${String(sessionId)}`;
    started.defer(async () => void (await call('DELETE', session)));
    const running = started.move();
    return tabOf(
      async (method, path, body) => await call(method, `${session}${path}`, body),
      async () => await running.disposeAsync(),
    );
  },
};

type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: Json) => Promise<unknown>;

function tabOf(call: Call, close: () => Promise<void>): Tab {
  return {
    close,
    go: async (url) => {
      await call('POST', '/url', { url });
    },
    run: async (expression) => {
      const script = `return (${expression})`;
      return await call('POST', '/execute/sync', { script, args: [] });
    },
    type: async (text) => {
      // A reference to an element is an object of one member (section 12 of the standard).
      const [element] = Object.values((await call('GET', '/element/active')) as Json);
      await call('POST', `/element/${String(element)}/value`, { text });
    },
  };
}

function caller(driver: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${driver}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = await answer.json<{ value: unknown }>();
    if (!answer.ok) {
      throw new Error(`${path} answered ${answer.status} ${JSON.stringify(value)}`);
    }
    return value;
  };
}

async function isReady(call: Call): Promise<boolean> {
  try {
    return ((await call('GET', '/status')) as Json)['ready'] === true;
  } catch {
    return false; // it does not listen yet
  }
}
