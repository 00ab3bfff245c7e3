import { inject } from 'vitest';

import { makeBootstrapToken } from '../../ops/bootstrap.ts';
import { requestTwoFactorReset } from '../../src/features/admin-users/contract.ts';
import { Client, type Answer } from './client.ts';
import { mailTokenOf } from './fixtures.ts';
import {
  newCredentials,
  newEnrolled,
  newPerson,
  newSignedIn,
  newStaff,
  type Person,
} from './person.ts';
import { ownerDatabase } from './stack.ts';

const database = ownerDatabase();

type Success = (path: `/${string}`) => Promise<Answer>;

/** `what` is a method and a path, such as `POST /api/admin/users/:id/lock`. */
async function act(client: Client, what: string, { id }: Person, body: object = {}) {
  const [method = '', path = ''] = what.replace(':id', id).split(' ');
  return await client.send(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** An ADMIN does it to somebody new. */
const toSomebody =
  (method: string, body: object = {}): Success =>
  async (path) =>
    await act((await newStaff()).client, `${method} ${path}`, await newPerson(), body);

const RESET = '/api/admin/users/:id/two-factor/reset';

/** Somebody whose second factor an ADMIN wants to reset. */
async function waitingReset() {
  const [admin, person] = [await newStaff(), await newEnrolled()];
  const { body } = await act(admin.client, `POST ${RESET}`, person);
  const { two_factor_reset } = requestTwoFactorReset.view.parse(body);
  return { admin, person, reset_id: two_factor_reset.id };
}

/** How each endpoint for people with a role succeeds, and those that lead there. */
export const staffSuccesses: Readonly<Record<string, Success>> = Object.freeze({
  'POST /api/admin/users/:id/lock': toSomebody('POST'),
  'POST /api/admin/users/:id/unlock': async (path) => {
    const [admin, person] = [await newStaff(), await newPerson()];
    await act(admin.client, `POST ${path.replace('unlock', 'lock')}`, person);
    return await act(admin.client, `POST ${path}`, person);
  },
  'POST /api/admin/users/:id/sessions/revoke': async (path) =>
    await act((await newStaff()).client, `POST ${path}`, await newSignedIn()),
  'PUT /api/admin/users/:id/roles': toSomebody('PUT', { roles: ['USER', 'SUPPORT'] }),
  'POST /api/admin/users/:id/verification/resend': toSomebody('POST'),
  'POST /api/admin/users/:id/password-reset': toSomebody('POST'),
  'POST /api/admin/users/:id/two-factor/reset': async (path) =>
    await act((await newStaff()).client, `POST ${path}`, await newEnrolled()),
  'POST /api/admin/users/:id/two-factor/reset/approve': async (path) => {
    const { person, reset_id } = await waitingReset();
    return await act((await newStaff()).client, `POST ${path}`, person, { reset_id });
  },
  'DELETE /api/admin/users/:id/two-factor/reset': async (path) => {
    const { admin, person } = await waitingReset();
    return await act(admin.client, `DELETE ${path}`, person);
  },
  'POST /api/auth/2fa/reset/cancel': async (path) => {
    const { person } = await waitingReset();
    const [row] = await database.rows<{ id: string }>(
      `select id from auth_mail_tokens where user_id = $1 and purpose = 'cancel_two_factor_reset'`,
      [person.id],
    );
    const token = mailTokenOf(inject('appEncKey'), row?.id ?? '');
    return await new Client().post(path, { token });
  },
  'POST /api/auth/bootstrap/claim': async (path) => {
    const url = new URL(inject('databaseUrl'));
    url.port = new URL(inject('neonHttpUrl')).port; // the owner, over HTTP
    const token = await makeBootstrapToken({ databaseUrl: url.href, force: true });
    return await new Client().post(path, { token, ...newCredentials() });
  },
});
