import { join, relative } from 'node:path';

import type { Plugin } from 'vite';

import { sabotages, type Edit } from './sabotages.ts';

const PROJECT = join(import.meta.dirname, '../..');
const FLAG = 'virtual:sabotage';
const FLAG_MODULE = `import { env } from 'cloudflare:workers';
export const sabotaged = (name) => env.SABOTAGE === name;`;

const edits = sabotages.flatMap((sabotage) => sabotage.edits);

/**
 * Makes a Worker whose variable SABOTAGE removes one guard. Only the test build has this plugin; the
 * product's source and its build do not. Throws when a guard is not found, so that no test runs against
 * an unchanged Worker.
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
        throw new Error(`No longer part of the Worker: ${[...waiting].join(', ')}.`);
      }
    },
  };
}

/** The source of one file, in which each guard first checks whether it is removed. Throws unless each is found exactly once. */
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
