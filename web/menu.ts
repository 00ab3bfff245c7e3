import { pages } from './features.ts';
import type { MenuEntry } from './page.ts';

/** A link of a menu. */
export interface MenuLink extends Pick<MenuEntry, 'name' | 'anyOf'> {
  readonly href: string;
}

/** The links of one menu, in the order in which the features are wired. */
export function linksOf(menu: MenuEntry['of']): readonly MenuLink[] {
  return Object.entries(pages).flatMap(([href, { menu: entry }]) =>
    entry?.of === menu ? [{ href, ...entry }] : [],
  );
}
