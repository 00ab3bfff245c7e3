import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findPatterns, patternsOf, plantCanaries } from '../canaries.ts';
import { ASVS, clause, type Claim } from '../claim.ts';

/** The limiter counts attempts without storing who made them. */
export const canariesObjects: Claim = {
  id: 'canaries-objects',
  title:
    'The Durable Objects, which count attempts and send e-mail, store no secret, no e-mail address and no phone number.',
  shows:
    'A person uses every feature that has a secret. Then every SQLite file in which workerd stores Durable Objects is searched byte by byte. As a control, one secret is planted in a copy, and the same search must find it.',
  group: 'Secrets at rest',
  clauses: clause(ASVS, '14.2.4'),
  needs: ['objects'],
  when: 'last',
  async run(context) {
    const { canaries, mailed, email, number } = await plantCanaries(context);
    const all = [
      ...canaries,
      ...mailed,
      { name: 'e-mail address', value: email },
      { name: 'phone number', value: number.slice(1) },
    ];
    const files = filesBelow(context.deployment.durableObjectsDir ?? '');
    const patterns = patternsOf(all);
    const found = files.flatMap(({ name, content }) =>
      findPatterns(content, patterns).map(
        ({ canary, name: form }) => `${canary} (${form}) in ${name}`,
      ),
    );
    const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
    context.evidence.text(
      'files.txt',
      { title: 'The searched files' },
      files
        .map(({ name, content }) => `${String(content.length).padStart(9)} bytes  ${name}`)
        .join('\n'),
    );
    context.check('There is storage to search', bytes > 0, `${files.length} files, ${bytes} bytes`);
    context.check(
      `0 of ${all.length} canaries in ${bytes} bytes`,
      found.length === 0,
      found.slice(0, 5).join('; ') || 'none found',
    );
    const [canary] = canaries;
    const copy = `${files[0]?.content ?? ''}${canary?.value ?? ''}`;
    context.check(
      'The same search finds a secret planted in a copy',
      canary !== undefined && findPatterns(copy, patternsOf([canary])).length > 0,
      'found',
    );
  },
};

function filesBelow(folder: string): { name: string; content: string }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      try {
        return [{ name: file.slice(folder.length + 1), content: readFileSync(file, 'latin1') }];
      } catch {
        return []; // SQLite removes its side files between the listing and the reading
      }
    });
}
