import * as z from 'zod/mini';

import { text } from '../../platform/web/fields.ts';

/** What the captcha on the page answered; asked for only where one is set up (Turnstile: at most 2048). */
export const captchaField = z.optional(text(2048));
