import { Client, type Answer } from './client.ts';
import {
  codeFor,
  newCredentials,
  newEnrolled,
  newPerson,
  newSignedIn,
  tempTokenOf,
} from './person.ts';

export type Act = () => Promise<Answer>;

/** Each endpoint that needs the database: how many round trips it has, and how to ask it once. */
export const endpoints: Record<string, { trips: number; prepare: () => Promise<Act> }> = {
  register: {
    trips: 1,
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
};
