import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { findWeakness } from './password-rules.ts';

const email = 'somebody.else@example.com';

test.for([
  ['fourteen characters', 'abcdefg hij 12', 'too_short'],
  ['the name in the address', 'my somebody.else secret', 'contains_address'],
  ['one unit repeated', 'passwordpassword', 'repetitive'],
  ['a row of the keyboard', 'qwertyuiopasdfghjkl', 'sequence'],
  ['a common word and a number', 'password12345678', 'common'],
  ['a common phrase and signs', 'Letmein!!!!2024!!', 'common'],
  ['a common word in disguise', 'p@$$w0rd!!!!!!!!', 'common'],
  ['a word of the list and a number', 'Steelers#19750112', 'common'],
  ['a word far down the list', 'artemis-20240131', 'common'],
  ['a word of the list, again and again', 'Corvette1corvette2corvette3', 'common'],
  ['an entry of the list', 'momsanaladventure', 'common'],
  ['an entry of the list without a word in it', 'hd764nw5d7e1vb1', 'common'],
  ['an entry of the list, padded', '!!1qazxsw23edcvfr4!2024', 'common'],
  ['two of the commonest words', 'DragonMonkey2024!', 'common'],
  ['three of the commonest words', 'summer love sunshine', 'common'],
  ['the commonest words in disguise', 'dr@g0n-m0nk3y-77', 'common'],
] as const)('%s is too weak', ([, password, weakness]) => {
  expect(findWeakness(password, email)).toBe(weakness);
});

test.for([
  ['in it', 'I like Sallyport, truly', ''],
  ['in disguise', 'my $allyp0rt and me', ''],
  ['of this deployment', 'the acme bank of mine', 'Acme Bank'],
  ['of this deployment, written as one', 'xkcd-ACMEBANK-7741', 'Acme Bank'],
] as const)('the product’s name %s is too weak', ([, password, brand]) => {
  expect(findWeakness(password, email, brand)).toBe('contains_product');
});

test('a name of three letters is in too many words to be refused', () => {
  expect(findWeakness('quiet otters box kites', email, 'box')).toBeNull();
  expect(findWeakness('quiet otters box kites', email, '')).toBeNull();
});

test.for([
  'correct horse battery staple',
  'quiet otters walk 17 dogs',
  'Zwölf Boxkämpfer jagen',
  'mxQ7-vv1k-Pz0d-81ha',
  'пять тихих выдр идут',
  '🐀🐁🐂🐃🐄🐅🐆🐇🐈🐉🐊🐋🐌🐍🐎',
])('%s is good enough here', (password) => {
  expect(findWeakness(password, email)).toBeNull();
});

const words = dictionary['diceware-common'].map(String);
const ALPHABET = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789-_';

const separator = fc.constantFrom(' ', '-', '', '.', '1');

test('four random words always pass, whatever stands between them', () => {
  const phrase = fc.tuple(
    fc.array(fc.constantFrom(...words), { minLength: 4, maxLength: 4 }),
    separator,
  );
  fc.assert(
    fc.property(phrase, ([four, between]) => {
      const password = four.join(between);
      return password.length < 15 || findWeakness(password, email) === null;
    }),
    { numRuns: 3000 },
  );
});

test('what a generator makes always passes', () => {
  const characters = fc.constantFrom(...Array.from(ALPHABET));
  const generated = fc.array(characters, { minLength: 18, maxLength: 32 });
  fc.assert(
    fc.property(generated, (drawn) => {
      const password = drawn.join('');
      return new Set(password.toLowerCase()).size < 9 || findWeakness(password, email) === null;
    }),
    { numRuns: 2000 },
  );
});
