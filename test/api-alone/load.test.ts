import { expect, test } from 'vitest';

import { Client, type Answer } from '../support/client.ts';
import { newCredentials } from '../support/person.ts';

test('a burst of a hundred and fifty sign-ins is answered without blaming the database', async () => {
  const answers: Answer[] = await Promise.all(
    Array.from(
      { length: 150 },
      async () => await new Client().post('/api/auth/login', newCredentials()),
    ),
  );
  const statuses = new Map<number, number>();
  for (const { status } of answers) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses]).toEqual([[401, 150]]);
});
