import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import {
  resendUserVerification,
  startPasswordReset,
} from '../../src/features/admin-users/contract.ts';
import { newPerson, newStaff } from '../support/person.ts';
import { labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

test('staff without the permission to send a link use up none of the recipient’s mails and learn nothing of them', async () => {
  const [support, admin, target] = [await newStaff('SUPPORT'), await newStaff(), await newStaff()];
  const nobody = randomUUID();
  const confirmed = await newPerson();
  await database.rows('update users set email_verified_at = now() where id = $1', [confirmed.id]);
  for (let count = 0; count < 5; count += 1) {
    for (const [spec, id, label] of [
      [startPasswordReset, target.id, '403 FORBIDDEN'],
      [startPasswordReset, support.id, '403 FORBIDDEN'],
      [startPasswordReset, nobody, '404 NOT_FOUND'],
      [startPasswordReset, 'x', '404 NOT_FOUND'],
      [resendUserVerification, confirmed.id, '409 USER_STATE_CONFLICT'],
    ] as const) {
      expect(await labelOfAction(support.client, spec, id)).toBe(label);
    }
  }
  await database.rows('update users set email_verified_at = null where id = $1', [confirmed.id]);
  for (const [spec, id] of [
    [startPasswordReset, target.id],
    [resendUserVerification, confirmed.id],
  ] as const) {
    const labels = await Promise.all(
      Array.from({ length: 5 }, async () => await labelOfAction(admin.client, spec, id)),
    );
    expect(labels.toSorted()).toEqual([
      '202',
      '202',
      '202',
      '429 RATE_LIMITED',
      '429 RATE_LIMITED',
    ]);
  }
  expect(await labelOfAction(support.client, startPasswordReset, target.id)).toBe('403 FORBIDDEN');
});
