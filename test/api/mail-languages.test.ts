import { expect, test } from 'vitest';

import { changeRoles, lockUser } from '../../src/features/admin-users/contract.ts';
import { forgotPassword } from '../../src/features/passwords/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { Client } from '../support/client.ts';
import { linkIn, waitForMail } from '../support/mail.ts';
import {
  confirmAddress,
  newCredentials,
  newPerson,
  newStaff,
  registerPerson,
  type Person,
} from '../support/person.ts';
import { actOn } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** Asks for German as its browser would, or for what is given. */
class Reader extends Client {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(headers: Readonly<Record<string, string>> = {}) {
    super();
    this.#headers = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.7', ...headers };
  }

  override async send(path: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.#headers)) {
      headers.set(name, value);
    }
    return await super.send(path, { ...init, headers });
  }
}

/** `kind language`, oldest first. */
async function languagesOf(email: string): Promise<string[]> {
  const rows = await database.rows<{ kind: string; locale: string | null }>(
    'select kind, locale from mail_outbox where to_address = $1 order by id',
    [email],
  );
  return rows.map(({ kind, locale }) => `${kind} ${locale}`);
}

/** Signs in twice: the second browser is a new one, and that is mailed. */
async function signInAnew({ email, password }: Person, client: Client) {
  await new Client().must(login, { email, password });
  await client.must(login, { email, password });
}

test('who registers in German is written to in German, and the link works', async () => {
  const { email } = await registerPerson(new Reader());
  const mail = await waitForMail(email, /Bestätigen Sie Ihre E-Mail-Adresse/);
  expect(mail.html).toContain('<html lang="de">');
  expect(mail.text).toContain('Der Link gilt einmal, und zwar 24 Stunden lang.');
  expect(linkIn(mail, '/verify-email').token).toHaveLength(43);
});

test('a language chosen on the pages comes before that of the browser, and an unknown one is English', async () => {
  const chosen = await registerPerson(new Reader({ cookie: 'language=en' }));
  const french = await registerPerson(new Reader({ 'accept-language': 'fr' }));
  const none = await registerPerson();
  const all = await Promise.all(
    [chosen, french, none].map(async ({ email }) => await languagesOf(email)),
  );
  expect(all).toEqual([['verify_email en'], ['verify_email en'], ['verify_email en']]);
});

test('a known and an unknown address get their row in the same language', async () => {
  const known = await confirmAddress(await newPerson());
  const unknown = newCredentials();
  for (const { email } of [known, unknown]) {
    await new Reader().must(forgotPassword, { email });
  }
  expect(await languagesOf(known.email)).toEqual(['reset_password de']);
  expect(await languagesOf(unknown.email)).toEqual(['reset_password de']);
});

test('what staff cause is written in the language that the person used last', async () => {
  const person = await confirmAddress(await newPerson());
  await signInAnew(person, new Reader());
  const staff = await newStaff();
  await actOn(staff.client, changeRoles, person.id, { roles: ['USER', 'SUPPORT'] });
  expect(await languagesOf(person.email)).toEqual(['new_device de', 'admin_action de']);
  const mail = await waitForMail(person.email, /Die Verwaltung hat Ihr Konto geändert/);
  expect(mail.text).toContain('Ihre Rollen sind jetzt: USER, SUPPORT.');
});

test('neither the browser of the staff nor an attacker\u2019s request says in which language a person reads', async () => {
  const person = await confirmAddress(await newPerson());
  await new Reader().must(forgotPassword, { email: person.email });
  const staff = await newStaff('ADMIN', new Reader());
  await actOn(staff.client, lockUser, person.id);
  expect(await languagesOf(person.email)).toEqual(['reset_password de', 'admin_action null']);
  await waitForMail(person.email, /An administrator changed your account/);
});
