import { afterEach, expect, test as base } from 'vitest';

import { newPerson } from '../support/person.ts';
import { sentMessages, setMode } from '../support/simulator.ts';
import { ownerDatabase } from '../support/stack.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { browserFixtures, signIn, type BrowserFixtures } from './browser-user.ts';

// One after another: the tests set the mode of one simulator.
const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

afterEach(async () => {
  await setMode('twilio', {});
});

let nextNumber = 0;

/** A mobile number nobody else in these tests sends to. */
function newNumber(): string {
  nextNumber += 1;
  return `+4477009${String(((process.pid + 7) % 1000) * 100 + nextNumber).padStart(5, '0')}`;
}

test('a test message is sent and its delivery is seen without a reload', async ({ page }) => {
  await signIn(page, await newPerson());
  await page.goto('/ops/alerts');
  await page.getByText('No message leaves this machine.').waitFor();
  const send = page.getByRole('button', { name: 'Send test message' });
  await send.click();
  await page.getByText('Enter a number, such as +14155550123.').waitFor();
  await setMode('twilio', { delivery_ms: 400 });
  const to = newNumber();
  await page.getByLabel('Phone number').fill(to);
  const looks: string[] = [];
  page.on('request', (request) => looks.push(new URL(request.url()).pathname));
  await send.click();
  const result = page.getByRole('region', { name: 'Result' });
  await result.getByText('Waiting for its report').waitFor();
  await result.getByText('Delivered.', { exact: true }).waitFor();
  const [message] = await sentMessages();
  expect(message?.to).toBe(to);
  await result.getByText(message?.sid ?? 'no message').waitFor();
  const traceId = await result.getByText(/^[0-9a-f]{32}$/).innerText();
  const rows = await database.rows(
    `select provider_ref from integration_usage_events where trace_id = $1`,
    [traceId],
  );
  expect(rows).toEqual([{ provider_ref: message?.sid }]);
  await page.getByText('Proven', { exact: true }).waitFor();

  // The last word is said: nobody asks any more.
  await page.waitForTimeout(300);
  looks.length = 0;
  await page.waitForTimeout(1200);
  expect(looks).toEqual([]);
});

test('the person’s verified number is filled in, and an undelivered message shows the reason', async ({
  page,
}) => {
  const person = await newPerson();
  const own = newNumber();
  await database.rows(`update users set phone_e164 = $2, phone_verified_at = now() where id = $1`, [
    person.id,
    own,
  ]);
  await signIn(page, person);
  await page.goto('/ops/alerts');
  expect(await page.getByLabel('Phone number').inputValue()).toBe(own);
  await setMode('twilio', { delivery: 'undelivered', error_code: 30005 });
  await page.getByRole('button', { name: 'Send test message' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await result.getByText('Not delivered.', { exact: true }).waitFor();
  await result.getByText('The number is not in service; check it.').waitFor();
  await page.setViewportSize(narrow);
  await expectAccessible(page, 'alerts with a lost message');
});

test('a provider that fails shows the fix, the trace id and when to try again', async ({
  page,
}) => {
  await signIn(page, await newPerson());
  await page.goto('/ops/alerts');
  await page.getByLabel('Phone number').fill(newNumber());
  await setMode('twilio', { status: 500 });
  const answered = page.waitForResponse('**/api/alerts/sms/test');
  await page.getByRole('button', { name: 'Send test message' }).click();
  const problem = page.locator('form').getByRole('alert').filter({ hasText: /\S/ });
  await problem.getByText('The provider has trouble of its own; wait and try again.').waitFor();
  const traceId = (await answered).headers()['x-trace-id'] ?? 'none';
  await page.locator('form').getByText(traceId).waitFor();
  await page.getByText(/Try again in \d+ seconds/).waitFor();
  expect(await page.getByRole('button', { name: 'Send test message' }).isDisabled()).toBe(true);
  await page.getByText('The message was not sent. The reason is above.').waitFor();
  await page.getByRole('listitem').filter({ hasText: traceId }).getByText('Not sent').waitFor();
});
