import { postLetter, type Letter } from '../../core/notify/email/letter.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/**
 * CTEs behind `opened`: a person who has signed in before did so with a browser nobody has seen, which
 * is worth a letter. The first sign-in of all is not.
 */
export function newBrowserLetter(letter: Letter): Sql {
  return sql`strange as (
      select opened.user_id from opened
      where exists (select from auth_devices d where d.user_id = opened.user_id)
    ), told as (${postLetter(sql`strange`, letter)})`;
}
