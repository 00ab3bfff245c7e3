import { expect, test } from 'vitest';

import { features, pagePaths } from '../src/features.ts';
import { pages } from '../web/features.ts';
import { linksOf } from '../web/menu.ts';

test('the Worker serves exactly the pages that the UI has, each of one feature', () => {
  expect(Object.keys(pages).toSorted()).toEqual(pagePaths.toSorted());
  expect(new Set(pagePaths).size).toBe(pagePaths.length);
});

test('no page is at the path of a route: the Worker answers routes first', () => {
  const routes = new Set(features.flatMap(({ routes: all }) => all.map(({ spec }) => spec.path)));
  expect(pagePaths.filter((path) => routes.has(path as `/${string}`))).toEqual([]);
});

test('menus lead to every page that needs a session, and to none that is for everybody', () => {
  const linked = [...linksOf('main'), ...linksOf('settings')].map(({ href }) => href);
  const behindSession = Object.keys(pages).filter((path) => !pages[path]?.isOpen);
  expect(linked.toSorted()).toEqual(behindSession.toSorted());
});
