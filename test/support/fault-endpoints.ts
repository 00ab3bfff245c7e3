import { Client, type Answer } from './client.ts';
import {
  codeFor,
  newCredentials,
  newEnrolled,
  newPerson,
  newSignedIn,
  plantMailToken,
  tempTokenOf,
} from './person.ts';

export type Act = () => Promise<Answer>;

interface FaultEndpoint {
  readonly trips: number;
  /**
   * The call whose loss changes nothing for the caller: it finishes the ledger's row of a question to a
   * provider that was answered, and the sweep closes the row.
   */
  readonly survives?: number;
  readonly prepare: () => Promise<Act>;
}

/** Each endpoint that needs the database: how many round trips it has, and how to ask it once. */
export const endpoints: Readonly<Record<string, FaultEndpoint>> = {
  // The two besides its own write the ledger's row about the list of breached passwords.
  register: {
    trips: 3,
    survives: 2,
    prepare: async () => {
      const credentials = newCredentials();
      return async () => await new Client().post('/api/auth/register', credentials);
    },
  },
  login: {
    trips: 2,
    prepare: async () => {
      const { email, password } = await newPerson();
      return async () => await new Client().post('/api/auth/login', { email, password });
    },
  },
  verify: {
    trips: 2,
    prepare: async () => {
      const person = await newEnrolled();
      const temp_token = await tempTokenOf(person);
      const code = codeFor(person.secret);
      return async () => await new Client().post('/api/auth/2fa/verify', { temp_token, code });
    },
  },
  me: {
    trips: 1,
    prepare: async () => {
      const { client } = await newSignedIn();
      return async () => await client.get('/api/auth/me');
    },
  },
  confirm: {
    trips: 2,
    prepare: async () => {
      const { client } = await newSignedIn();
      const { secret } = (await client.post('/api/auth/2fa/setup')).body;
      return async () =>
        await client.post('/api/auth/2fa/confirm', { code: codeFor(String(secret)) });
    },
  },
  disable: {
    trips: 2,
    prepare: async () => {
      const { client, backupCodes } = await newEnrolled();
      return async () =>
        await client.post('/api/auth/2fa/disable', { backup_code: backupCodes[0] });
    },
  },
  regenerate: {
    trips: 2,
    prepare: async () => {
      const { client, secret } = await newEnrolled();
      return async () => await client.post('/api/auth/2fa/backup-codes', { code: codeFor(secret) });
    },
  },
  reauthenticate: {
    trips: 2,
    prepare: async () => {
      const { client, password } = await newSignedIn();
      return async () => await client.post('/api/auth/reauthenticate', { password });
    },
  },
  refresh: {
    trips: 2,
    prepare: async () => {
      const { client } = await newSignedIn();
      return async () => await client.post('/api/auth/refresh');
    },
  },
  logout: {
    trips: 2,
    prepare: async () => {
      const { client } = await newSignedIn();
      return async () => await client.post('/api/auth/logout');
    },
  },
  'a new password': {
    trips: 4,
    survives: 3,
    prepare: async () => {
      const { client } = await newSignedIn();
      const { password: new_password } = newCredentials();
      return async () => await client.post('/api/auth/password/change', { new_password });
    },
  },
  forgot: {
    trips: 1,
    prepare: async () => {
      const { email } = await newPerson();
      return async () => await new Client().post('/api/auth/password/forgot', { email });
    },
  },
  reset: {
    trips: 4,
    survives: 3,
    prepare: async () => {
      const token = await plantMailToken((await newPerson()).id, 'reset_password');
      const { password: new_password } = newCredentials();
      return async () =>
        await new Client().post('/api/auth/password/reset', { token, new_password });
    },
  },
  'verify an address': {
    trips: 1,
    prepare: async () => {
      const token = await plantMailToken((await newPerson()).id, 'verify_email');
      return async () => await new Client().post('/api/auth/email/verify', { token });
    },
  },
  resend: {
    trips: 1,
    prepare: async () => {
      const { email } = await newPerson();
      return async () => await new Client().post('/api/auth/email/resend', { email });
    },
  },
  leave: {
    trips: 2,
    prepare: async () => {
      const { client } = await newSignedIn();
      return async () => await client.send('/api/account', { method: 'DELETE' });
    },
  },
};

/** Every call of every endpoint without which it cannot go on. */
export const vitalCalls = Object.entries(endpoints).flatMap(([name, { trips, survives }]) =>
  Array.from({ length: trips }, (_, index) => ({ name, call: index + 1 })).filter(
    ({ call }) => call !== survives,
  ),
);
