import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { BREACHED_PASSWORDS, startBreachedPasswords } from './breached-passwords.ts';
import { open, setMode } from './testing.ts';

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();

async function openBreached() {
  const { simulator, get } = await open(startBreachedPasswords());
  const post = async (path: string, body: unknown = {}) =>
    await fetch(`${simulator.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const linesFor = async (password: string, headers: Record<string, string> = {}) => {
    const response = await get(`/range/${sha1(password).slice(0, 5)}`, headers);
    return (await response.text()).split('\r\n');
  };
  const isBreached = async (password: string) =>
    (await linesFor(password)).some((line) => line.startsWith(`${sha1(password).slice(5)}:`));
  return { simulator, get, post, linesFor, isBreached };
}

test('the published hash of a known phrase is the one that is listed', async () => {
  const { get } = await openBreached();
  const response = await get('/range/abf7a');
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(await response.text()).toContain('AD6438836DBE526AA231ABDE2D0EEF74D42:42');
});

test.for(BREACHED_PASSWORDS)('%s is known, and long enough for the product', async (password) => {
  const { isBreached } = await openBreached();
  expect(password.length).toBeGreaterThanOrEqual(15);
  expect(await isBreached(password)).toBe(true);
});

test('another password is not known, though its prefix is answered', async () => {
  const { isBreached, linesFor } = await openBreached();
  expect(await isBreached('an unheard of phrase')).toBe(false);
  const lines = await linesFor('an unheard of phrase');
  expect(lines).toHaveLength(20);
  expect(lines.filter((line) => !/^[0-9A-F]{35}:[1-9]\d*$/.test(line))).toEqual([]);
});

test('with padding there are 800 to 1000 lines, the added ones counting 0', async () => {
  const { linesFor } = await openBreached();
  const [password] = BREACHED_PASSWORDS;
  const lines = await linesFor(password, { 'add-padding': 'true' });
  expect(lines.length).toBeGreaterThanOrEqual(800);
  expect(lines.length).toBeLessThanOrEqual(1000);
  expect(lines.filter((line) => !/^[0-9A-F]{35}:\d+$/.test(line))).toEqual([]);
  expect(lines.filter((line) => !line.endsWith(':0'))).toHaveLength(21);
});

test('a password is made known until the next reset, and is not among the requests', async () => {
  const { get, post, isBreached } = await openBreached();
  expect((await post('/breached', { password: 'my own long phrase' })).status).toBe(200);
  expect(await isBreached('my own long phrase')).toBe(true);
  expect(await (await get('/requests')).text()).not.toContain('my own');
  await post('/reset');
  expect(await isBreached('my own long phrase')).toBe(false);
  expect((await post('/breached', { word: 'x' })).status).toBe(400);
});

test.for(['/range/ABCD', '/range/ABCDEF', '/range/ABCDG', '/range/'])(
  '%s is refused with 400',
  async (path) => {
    const { get } = await openBreached();
    expect((await get(path)).status).toBe(400);
  },
);

test('it fails and hangs on request', async () => {
  const { simulator, get } = await openBreached();
  await setMode(simulator, { status: 503 });
  expect((await get('/range/ABCDE')).status).toBe(503);
  await setMode(simulator, { hang_ms: 200 });
  const began = performance.now();
  expect((await get('/range/ABCDE')).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(190);
});

test('its page says that it is a simulator', async () => {
  const { get } = await openBreached();
  expect(await (await get('/')).text()).toContain('Pwned Passwords on this machine alone');
});
