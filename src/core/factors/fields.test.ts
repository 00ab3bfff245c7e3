import { expect, test } from 'vitest';

import { factorFields, totpCodeField } from './fields.ts';

test.for(['３７９１６５', '٣٧٩١٦٥', '\u200b379165\u202c'])('%j is a code', (given) => {
  expect(totpCodeField.safeParse(given)).toMatchObject({ success: true, data: '379165' });
});

test.for(['37916', '3791655', '379 165', '37916a', '37\u200b9165', '37916²'])(
  '%j is no code',
  (given) => {
    expect(totpCodeField.safeParse(given).success).toBe(false);
  },
);

test('a backup code is read from a full-width keyboard, too', () => {
  const read = factorFields.backup_code.safeParse(' ０１ＡＢ－CDEF-GHJK-MNPQ\u200b');
  expect(read).toMatchObject({ success: true, data: '01AB-CDEF-GHJK-MNPQ' });
});
