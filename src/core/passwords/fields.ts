import * as z from 'zod/mini';

import { text } from '../../platform/web/fields.ts';
import { passwordPolicy } from '../policy/policies.ts';
import { countCharacters } from './count-characters.ts';

const { maxCharacters } = passwordPolicy;

/** A password of any strength. Its length is counted here, before anything is hashed. */
export const passwordField = text(1024).check(
  z.refine((password) => countCharacters(password) <= maxCharacters, {
    error: `Use at most ${maxCharacters} characters.`,
  }),
);
