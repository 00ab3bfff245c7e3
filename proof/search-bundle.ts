import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import type { KnownSecret } from './client/redactor.ts';
import { formsOf, type Canary } from './forms.ts';

export interface FoundSecret {
  readonly path: string;
  readonly name: string;
  readonly form: string;
}

/** Files of the folder that contain one of the secrets in any form. */
export function findSecrets(folder: string, secrets: readonly KnownSecret[]): FoundSecret[] {
  const wanted = secrets.flatMap(({ name, value }) =>
    formsOf({ name, value, ...encodingOf(value) }).map((form) => ({ name, form })),
  );
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'latin1').toLowerCase();
      const found = wanted.find(({ form }) => text.includes(form.text));
      const path = relative(folder, file).split(sep).join('/');
      return found ? [{ path, name: found.name, form: found.form.name }] : [];
    });
}

/** Guesses from the characters of a value how it encodes bytes. */
function encodingOf(value: string): Pick<Canary, 'encoding'> {
  if (/^[A-Z2-7]{32}$/.test(value)) {
    return { encoding: 'base32' };
  }
  if (/^[\w-]{43}$/.test(value)) {
    return { encoding: 'base64url' };
  }
  return /^[\w+/]{43}=$/.test(value) ? { encoding: 'base64' } : {};
}
