import { end, said, start, type Engine, type Tab } from './engine.ts';

const FIREFOX = '/usr/bin/firefox-esr';

type Json = Record<string, unknown>;
type Call = (method: string, params: Json) => Promise<Json>;

/** Firefox as Debian builds it. It needs no driver beside it: it speaks WebDriver BiDi (W3C) by itself. */
export const firefox: Engine = {
  name: 'Firefox',
  programs: [FIREFOX],
  packages: 'firefox-esr',
  open: async (folder) => {
    await using started = new AsyncDisposableStack();
    const args = ['--headless', '--no-remote', '--profile', folder, '--remote-debugging-port', '0'];
    const browser = start(FIREFOX, args, { HOME: folder });
    started.defer(async () => await end(browser));
    const socket = new WebSocket(`${await said(browser, /(ws:\/\/\S+)\n/)}/session`);
    started.defer(() => socket.close());
    const call = await caller(socket);
    await call('session.new', { capabilities: {} });
    const { contexts } = await call('browsingContext.getTree', {});
    const [first] = contexts as readonly Json[];
    const running = started.move();
    return tabOf(call, first?.['context'], async () => await running.disposeAsync());
  },
};

function tabOf(call: Call, context: unknown, close: () => Promise<void>): Tab {
  return {
    close,
    go: async (url) => {
      await call('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    run: async (expression) => {
      const answer = await call('script.evaluate', {
        expression: `JSON.stringify(${expression}) ?? 'null'`,
        target: { context },
        awaitPromise: false,
      });
      if (answer['type'] !== 'success') {
        throw new Error(`${expression} threw ${JSON.stringify(answer)}`);
      }
      return JSON.parse(String((answer['result'] as Json)['value'])) as unknown;
    },
    type: async (text) => {
      const keys = Array.from(text, String).flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      const actions = [{ type: 'key', id: 'keys', actions: keys }];
      await call('input.performActions', { context, actions });
    },
  };
}

/** Sends commands once the socket is open, and gives each the answer with its number. */
async function caller(socket: WebSocket): Promise<Call> {
  const waiting = new Map<number, (answer: Json) => void>();
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Json;
    waiting.get(Number(answer['id']))?.(answer);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  let last = 0;
  return async (method, params) => {
    last += 1;
    const id = last;
    const answer = await new Promise<Json>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    waiting.delete(id);
    if (answer['type'] === 'error') {
      throw new Error(`${method} answered ${JSON.stringify(answer)}`);
    }
    return answer['result'] as Json;
  };
}
