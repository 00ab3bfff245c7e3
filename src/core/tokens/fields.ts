import { text } from '../../platform/web/fields.ts';

const MAX_TOKEN_LENGTH = 256;

/** A token as it was handed out; whether it is one at all is decided later. */
export const tokenField = text(MAX_TOKEN_LENGTH);
