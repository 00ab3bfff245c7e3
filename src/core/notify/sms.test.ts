import { expect, test } from 'vitest';

import type { Cap } from './budget.ts';
import { clearNumber, type Sender, type SmsDeps } from './sms.ts';

const TO = '+447700900123';

/** What a message of that sender is charged to. */
async function chargedTo(sender: Sender): Promise<{ kind: string; caps: readonly Cap[] }> {
  const charged: { kind: string; caps: readonly Cap[] }[] = [];
  const budget: SmsDeps['budget'] = {
    spend: async (kind, caps) => {
      charged.push({ kind, caps });
      return { ok: true };
    },
  };
  const integrations = { twilio: { configured: true } };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parts that clearing a number touches
  const deps = { budget, integrations } as unknown as SmsDeps;
  expect(await clearNumber(deps, { to: TO, sender })).toMatchObject({ ok: true });
  const [first] = charged;
  if (!first || charged.length !== 1) {
    throw new Error('a message was not charged once');
  }
  return first;
}

const person = (ip: string): Sender => ({ personId: 'ada', client: { ip } });

test('a message of a person and an alert of a service share no cap', async () => {
  const [ofPerson, ofService] = [
    await chargedTo(person('203.0.113.7')),
    await chargedTo({ service: 'ada' }),
  ];
  expect(ofPerson.kind).not.toBe(ofService.kind); // another object, and so another memory
});

test.for([
  ['203.0.113.7', 'network:203.0.113.0/24'],
  ['2001:db8:1:2::/64', 'network:2001:db8:1::/48'],
  ['2001:0:0:2::/64', 'network:2001:0:0::/48'],
  ['unknown', 'network:unknown'],
] as const)('a person at %s is counted with %s', async ([ip, key]) => {
  const { caps } = await chargedTo(person(ip));
  expect(caps.map((cap) => cap.key)).toEqual([key, 'sender:ada', `number:${TO}`, 'all', 'all']);
});
