import * as z from 'zod/mini';

/** Every role there is; the same list stands in the check of `users.roles`. */
export const roleField = z.enum(['USER', 'ADMIN', 'BILLING_ADMIN', 'SUPPORT']);

export type Role = z.output<typeof roleField>;
