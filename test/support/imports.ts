import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The folder of the repository. */
export const root = resolve(import.meta.dirname, '../..');

/** Every TypeScript file below these folders, by its path in the repository. */
export function filesUnder(...folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => relative(root, join(entry.parentPath, entry.name))),
    )
    .toSorted();
}

/** One file names another, or a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

/** What a file imports, at its start or later. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const place = (to: string) =>
    to.startsWith('.') ? relative(root, resolve(root, dirname(file), to)) : to;
  return [
    ...[...text.matchAll(IMPORT)].map(([, type, to = '']) => ({
      from: file,
      to: place(to),
      typeOnly: type !== undefined,
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, to = '']) => ({
      from: file,
      to: place(to),
      typeOnly: false,
    })),
  ];
}

export const isTest = (file: string) => /\.test\.tsx?$/.test(file);
