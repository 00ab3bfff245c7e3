import { ASVS, clause, type Claim } from '../claim.ts';

const SEALED = /^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/;
const SECRET_BYTES = 20;
const TAG_BYTES = 16;

/** The authenticator's secret at rest: version, key id, IV, ciphertext and tag. */
export const totpSecretSealed: Claim = {
  id: 'totp-secret-sealed',
  title: "An authenticator's secret is stored encrypted: version, key id, IV, ciphertext and tag.",
  shows:
    'Two people turn two-factor sign-in on. Their stored values are split into their parts. Neither value contains the secret that was shown, and the IVs of the two values differ.',
  group: 'Secrets at rest',
  clauses: [
    ...clause(ASVS, '11.3.2', '11.3.3'),
    ...clause('NIST SP 800-38D', '5.2.1', '8.2'),
    ...clause('RFC 6238', '5.1'),
  ],
  needs: ['database'],
  async run(context) {
    const people = [await context.accounts.enrol(), await context.accounts.enrol()];
    const ids = people.map(({ id }) => id);
    await context.sql(
      'The parts of both values; the ciphertext cut to its first eight characters',
      `select split_part(sealed, '.', 1) as version, split_part(sealed, '.', 2) as key_id,
         split_part(sealed, '.', 3) as iv, left(split_part(sealed, '.', 4), 8) || '…' as ciphertext_and_tag,
         length(split_part(sealed, '.', 4)) as characters
       from (select two_factor_secret_encrypted as sealed from users where id = any($1::uuid[])) stored`,
      [ids],
    );
    const rows = await context.rows(
      'select id, two_factor_secret_encrypted as sealed from users where id = any($1::uuid[])',
      [ids],
    );
    const sealed = people.map(({ id }) => String(rows.find((row) => row['id'] === id)?.['sealed']));
    context.check(
      'Both values have the form v1.<key id>.<IV>.<ciphertext and tag>',
      sealed.every((text) => SEALED.test(text)),
      sealed
        .map((text) =>
          text
            .split('.')
            .map((part) => part.length)
            .join('+'),
        )
        .join(' and ') + ' characters',
    );
    const parts = sealed.map((text) => text.split('.'));
    context.checkEqual(
      'The IV has 96 bits; the secret has 160 bits and its tag 128',
      parts.map((part) => [bits(part[2]), bits(part[3])]),
      parts.map(() => [96, (SECRET_BYTES + TAG_BYTES) * 8]),
    );
    context.check(
      'The IVs differ',
      parts[0]?.[2] !== parts[1]?.[2],
      parts.map((part) => part[2]).join(', '),
    );
    const holds = people.some(({ secret }, index) => contains(sealed[index] ?? '', secret));
    context.check(
      'Neither value contains its secret, as base32 or as bytes',
      !holds,
      holds ? 'it does' : 'it does not',
    );
  },
};

const bits = (text = '') => Buffer.from(text, 'base64url').length * 8;

function contains(sealed: string, secret: string): boolean {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digits = Array.from(secret, (letter) =>
    alphabet.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const bytes = Buffer.from(
    (digits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)),
  );
  const stored = Buffer.from(sealed.split('.')[3] ?? '', 'base64url');
  return sealed.includes(secret) || stored.includes(bytes) || stored.includes(secret);
}
