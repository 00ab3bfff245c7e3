import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { currentReference } from '../scripts/reference/plugin.ts';
import { providers } from '../src/core/integrations/registry.ts';
import { openApi } from '../src/features/reference/contract.ts';
import { pagePaths } from '../src/features.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const guides = [
  'README.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...globSync('docs/*.md', { cwd: root }),
];
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const reference = openApi.view.parse(currentReference());
const isError = (name: string) => name in reference['x-errors'];

test('the configuration names every variable that is read, and none that is not', () => {
  const own = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(
    ([, name = '']) => name,
  );
  const ofProviders = providers.flatMap(({ required, oneOf, optional, baseUrl }) =>
    [required, oneOf.flat(), optional]
      .flat()
      .map(({ name }) => name)
      .concat(baseUrl?.variable ?? []),
  );
  const wanted = new Set([...own, ...ofProviders]);
  const quoted = read('docs/configuration.md').matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=\w+)?`/g);
  const named = new Set([...quoted].map(([, name = '']) => name));
  expect(own.length).toBeGreaterThan(12);
  expect(ofProviders).toContain('TWILIO_BASE_URL');
  expect([...wanted].filter((name) => !named.has(name))).toEqual([]);

  expect([...named].filter((name) => !wanted.has(name) && !isError(name))).toEqual([]);
});

describe.each(guides)('%s', (guide) => {
  const text = read(guide);

  test('leads to files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to);
    const own = links.filter((to) => !/^[a-z]+:/.test(to));
    const dead = own.filter((to) => {
      const place = join(root, dirname(guide), to);
      return !existsSync(place) && globSync(`${place}*`).length === 0;
    });
    expect(dead).toEqual([]);
    const named = [
      ...text.matchAll(/`((?:src|test|docs|scripts|migrations|dev|ops|proof|bench)\/[\w./-]+)`/g),
    ];
    expect(named.map(([, to = '']) => to).filter((to) => !existsSync(join(root, to)))).toEqual([]);
  });

  test('names commands of ours that there are', () => {
    const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  test('names addresses that answer', () => {
    const named = [...text.matchAll(/(?<![\w.])(\/(?:api|\.well-known)\/[\w./-]*\w)/g)];
    const documented = new Set(
      Object.keys(reference.paths).concat(
        Object.values(reference.paths)
          .flatMap((methods) => Object.values(methods))
          .flatMap((operation) => operation['x-aliases']),
      ),
    );
    const isKnown = (path: string) =>
      [...documented].some((known) =>
        new RegExp(`^${known.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
      );
    expect(named.map(([, path = '']) => path).filter((path) => !isKnown(path))).toEqual([]);
    const pages = [...text.matchAll(/`(\/(?:admin|settings|connections|status|docs)[\w/]*)`/g)];
    const known = new Set<unknown>(pagePaths);
    expect(pages.map(([, path]) => path).filter((path) => !known.has(path))).toEqual([]);
  });
});

test('every incident has its signs and the steps of the first five minutes', () => {
  const [, ...incidents] = read('docs/incidents.md').split('\n## ');
  expect(incidents.length).toBeGreaterThanOrEqual(10);
  for (const incident of incidents) {
    const [title] = incident.split('\n');
    expect([title, incident]).toEqual([title, expect.stringContaining('**Shows**')]);
    expect([title, incident]).toEqual([title, expect.stringContaining('**First five minutes**')]);
    expect([title, incident]).toEqual([title, expect.stringContaining('**Then**')]);
  }
});
