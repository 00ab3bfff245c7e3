import type { ComponentType } from 'preact';

import type { Permission } from '../src/core/roles/permissions.ts';

/** One page of a feature. */
export interface Page {
  /** Loads the page's script. */
  readonly load: () => Promise<ComponentType>;
  /** Nobody needs a session for it, and signing in does not lead back to it. */
  readonly isOpen?: true;
  /** Its link in one of the two menus, in the order of web/features.ts. */
  readonly menu?: MenuEntry;
}

export interface MenuEntry {
  readonly of: 'main' | 'settings';
  readonly name: () => string;
  /** Only for somebody who may do one of these. */
  readonly anyOf?: readonly Permission[];
}

/** A page for each path that the feature's contract has the Worker serve: none can be left out, and no other added. */
export type PagesOf<Paths extends readonly string[]> = Readonly<Record<Paths[number], Page>>;
