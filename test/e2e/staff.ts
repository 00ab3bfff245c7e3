import type { Page } from 'playwright-core';

import type { Role } from '../../src/core/roles/view.ts';
import { codeFor, newStaff, settleInStep, type Enrolled } from '../support/person.ts';
import { codeField, reachSecondFactor } from './browser-user.ts';

/** A person with a role who proved both factors. */
export async function enterAsStaff(page: Page, role: Role = 'ADMIN'): Promise<Enrolled> {
  const staff = await newStaff(role);
  await settleInStep(6);
  await reachSecondFactor(page, staff);
  await codeField(page).fill(codeFor(staff.secret, 0));
  await page.getByRole('heading', { name: staff.email }).waitFor();
  return staff;
}
