import * as z from 'zod/mini';

import { text } from '../../platform/web/fields.ts';
import { passwordLimits } from './limits.ts';
import { countCharacters } from './count-characters.ts';

const { maxCharacters } = passwordLimits;

/** A password of any strength. Its length is counted here, before anything is hashed. */
export const passwordField = text(1024).check(
  z.refine((password) => countCharacters(password) <= maxCharacters, {
    error: `Use at most ${maxCharacters} characters.`,
    params: { maximum: maxCharacters },
  }),
);
