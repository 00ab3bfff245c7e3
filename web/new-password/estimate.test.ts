import { expect, test } from 'vitest';

import { estimate } from './estimate.ts';

const email = 'margarethe.vontrotta@example.com';

test.for([
  ['the address', `${email} 1`],
  ['a part of the address', 'margarethe.vontrotta 1942!'],
  ['the name of the site', 'correct sallyport staple horse'],
  ['a common word, padded', 'Password12345678!'],
  ['a row of the keyboard', 'qwertyuiopasdfghjkl'],
  ['one unit again and again', 'abcabcabcabcabcabc'],
  ['an entry of the list of leaked passwords', 'mailcreated5240'],
] as const)(
  '%s is refused by the server, so the meter calls it guessed at once and says why',
  ([, password]) => {
    expect(estimate(password, email)).toEqual({
      score: 0,
      advice: {
        variant: expect.stringMatching(/^password_/),
        sentence: expect.stringMatching(/\.$/),
      },
    });
  },
);

test('the name a deployment gave itself is refused by the server, so it is guessed at once', () => {
  const password = 'correct wunderbank staple horse';
  expect(estimate(password, email).score).toBe(4);
  expect(estimate(password, email, 'Wunderbank').score).toBe(0);
});

test('what is too short as yet is weak, without advice that the hint gives already', () => {
  expect(estimate('four words', email)).toEqual({ score: 0, advice: null });
});

test('four unrelated words are hard to guess, and more of them harder', () => {
  const { score } = estimate('quiet otters walk seven dogs', email);
  expect(score).toBe(4);
  expect(estimate('otters walking dogs', email).score).toBeLessThan(score);
});

test('a word said again adds next to nothing', () => {
  expect(estimate('otters otters otters walk walk', email).score).toBeLessThan(3);
});
