/** Rewrites addresses that were stored before their domains had one canonical form; part of `npm run db:migrate`. */
import { canonicalAddress } from '../src/core/accounts/mail-domain.ts';
import type { Run } from './owner.ts';

const AT_ONCE = 500;

export interface Rewritten {
  readonly changed: number;
  /** Accounts of one mailbox: nobody knows which of them its owner wants, so all stay as they are. */
  readonly duplicates: readonly { readonly id: string; readonly email: string }[];
}

/**
 * Gives every account whose domain is spelled in another way the canonical one, unless another account has that address or
 * would get it too. Nothing on a database without people; the same again when it is run twice.
 */
export async function rewriteAddresses(run: Run): Promise<Rewritten> {
  const [table] = await run(`select to_regclass('public.users') is not null as there`);
  if (table?.['there'] !== true) {
    return { changed: 0, duplicates: [] };
  }
  const duplicates: { id: string; email: string }[] = [];
  let changed = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await run(
      `select id, email from users where email ~ '@.*[^ -~]' and id > $1::uuid order by id limit $2::int`,
      [after, AT_ONCE],
    );
    for (const row of rows) {
      const [id, email] = [String(row['id']), String(row['email'])];
      after = id;
      const canonical = canonicalAddress(email);
      if (canonical !== email && (await rewriteOne(run, { id, email, canonical }))) {
        changed += 1;
      } else {
        duplicates.push({ id, email });
      }
    }
    if (rows.length < AT_ONCE) {
      return { changed, duplicates };
    }
  }
}

interface Rewriting {
  readonly id: string;
  readonly email: string;
  readonly canonical: string;
}

/** One statement; false when somebody has that address, or it is another one by now. */
async function rewriteOne(run: Run, { id, email, canonical }: Rewriting): Promise<boolean> {
  const rows = await run(
    `update users set email = $3, updated_at = now()
     where id = $1::uuid and email = $2 and not exists (select from users other where other.email = $3)
     returning id`,
    [id, email, canonical],
  );
  return rows.length === 1;
}
