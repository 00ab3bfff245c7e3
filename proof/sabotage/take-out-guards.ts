import { join, relative } from 'node:path';

import type { Plugin } from 'vite';

import { sabotages, type Edit } from './sabotages.ts';

const PROJECT = join(import.meta.dirname, '../..');
const FLAG = 'virtual:sabotage';
const FLAG_MODULE = `import { env } from 'cloudflare:workers';
export const sabotaged = (name) => env.SABOTAGE === name;`;

const edits = sabotages.flatMap((sabotage) => sabotage.edits);

/**
 * Makes a Worker whose guards can be taken out one at a time by its variable SABOTAGE. Only the test
 * build has this plugin: the product's source and its build know nothing of it. Throws when a guard is
 * not where it was, so that no test goes on against a Worker that is whole.
 */
export function takeOutGuards(): Plugin {
  const waiting = new Set(edits.map(({ file }) => file));
  return {
    name: 'take-out-guards',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'sallyport',
    resolveId: { filter: { id: /^virtual:sabotage$/ }, handler: () => `\0${FLAG}` },
    load: { filter: { id: /^\0virtual:sabotage$/ }, handler: () => FLAG_MODULE },
    transform(source, id) {
      const file = relative(PROJECT, id);
      return waiting.delete(file) ? { code: changeSource(file, source), map: null } : null;
    },
    buildEnd(error) {
      if (!error && waiting.size > 0) {
        throw new Error(`Not part of the Worker any more: ${[...waiting].join(', ')}.`);
      }
    },
  };
}

/** The source of one file, in which each of its guards asks first whether it is taken out. Throws when one is not found once. */
export function changeSource(file: string, source: string): string {
  const here = edits.filter((edit) => edit.file === file);
  return `import { sabotaged } from '${FLAG}';\n${here.reduce(replaceOnce, source)}`;
}

function replaceOnce(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(`${file} holds this ${parts.length - 1} times instead of once: ${find}`);
  }
  return parts.join(replace);
}
