import type { ComponentChildren, ComponentType } from 'preact';

/**
 * What is around the pages of somebody signed in, once one of them was drawn: for what takes the place
 * of a page whose script did not arrive. It is not in the first script, which has no use for it.
 */
export const frame: { page?: ComponentType<{ readonly children: ComponentChildren }> } = {};
