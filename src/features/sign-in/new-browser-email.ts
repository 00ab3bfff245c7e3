import { devices } from '../../core/devices/tables.ts';
import { queueEmail, type Email } from '../../core/notify/email/email.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, type Cte } from '../../platform/db/statement.ts';

/**
 * Behind `opened`: a person who has signed in before did so with a browser nobody has seen, which is worth an e-mail. The
 * first sign-in of all is not.
 */
export function newBrowserEmail(opened: Cte, mail: Email | null): readonly (Cte | null)[] {
  const strange = cte(
    'strange',
    sql`select ${opened}.user_id from ${opened}
      where exists (select from ${devices} where ${devices.user_id} = ${opened}.user_id)`,
  );
  return mail ? [strange, cte('told', queueEmail(strange, mail))] : [];
}
