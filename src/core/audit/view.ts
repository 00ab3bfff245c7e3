import { proofOf } from './proved.ts';

/** Every action that a row gets today, by name; a row of an earlier version may have another. */
export const auditActionNames: readonly string[] = Object.freeze(Object.keys(proofOf).toSorted());
