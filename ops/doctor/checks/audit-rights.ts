import { onDatabase } from '../check.ts';
import type { Database } from '../database.ts';
import { blocker, ok, type Finding } from '../finding.ts';
import { asOwner } from '../fix.ts';
import { GRANTS } from './role.ts';

/** What the Worker may not do to the trail: rows change and go by the owner's functions alone. */
const CHANGES = `
  with tables as (
    select 'public.security_audit_logs'::regclass as oid
    union all select inhrelid from pg_inherits where inhparent = 'public.security_audit_logs'::regclass
    union all select 'public.security_audit_seals'::regclass
    union all select 'public.security_audit_waiting'::regclass
    union all select 'public.security_audit_archives'::regclass
    union all select 'public.security_audit_erasures'::regclass
  )
  select current_user as role, tables.oid::regclass::text as name
  from tables
  where has_any_column_privilege(tables.oid, 'UPDATE')
    or has_table_privilege(tables.oid, 'DELETE') or has_table_privilege(tables.oid, 'TRUNCATE')
    or has_table_privilege(tables.oid, 'TRIGGER')
  order by 2`;

/** Seals, what waits for one, archives and erasures are written by functions; a salt is the default's alone. */
const INSERTS = `
  select current_user as role, name from unnest(array['security_audit_seals', 'security_audit_waiting',
    'security_audit_archives', 'security_audit_erasures']) name
  where has_any_column_privilege('public.' || name, 'INSERT')
  union all
  select current_user, inserted.oid::regclass::text || ' (details_salt)'
  from (
    select 'public.security_audit_logs'::regclass as oid
    union all select inhrelid from pg_inherits where inhparent = 'public.security_audit_logs'::regclass
  ) inserted
  where has_column_privilege(inserted.oid, 'details_salt', 'INSERT')
  order by 2`;

/** A role that may execute one can attach it to a table of its own, and so write where it must not. */
const FUNCTIONS = `
  select current_user as role, p.oid::regprocedure::text as name from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prorettype = 'trigger'::regtype
    and p.proname like any (array['%audit_seal%', '%audit_change%'])
    and has_function_privilege(p.oid, 'EXECUTE')
  order by 2`;

export const auditRights = onDatabase({
  id: 'audit-rights',
  looksAt:
    "that the Worker's role can neither change nor delete rows of the audit trail, nor forge its seals",
  async examine(database): Promise<Finding> {
    const changes = await namesOf(database, CHANGES);
    const inserts = await namesOf(database, INSERTS);
    const functions = await namesOf(database, FUNCTIONS);
    const found = [
      ['change or delete rows of', changes.names, 'update, delete, truncate, trigger on'],
      ['write by itself to', inserts.names, 'insert on'],
      ['call', functions.names, 'execute on function'],
    ] as const;
    const faults = found.filter(([, names]) => names.length > 0);
    const role = changes.role ?? inserts.role ?? functions.role ?? '';
    const from = `from ${role}, ${GRANTS}, public`;
    return faults.length === 0
      ? ok('It can add to the audit trail and read it, nothing else.')
      : blocker(
          `${role} may ${faults.map(([may, names]) => `${may} ${names.join(', ')}`).join('; ')}.`,
          ...faults.flatMap(([, names, right]) => revokes(right, names, from)),
        );
  },
});

/** A right to one column is taken back where it stands, and the column is named before the table. */
function revokes(right: string, names: readonly string[], from: string): string[] {
  const whole = names.filter((name) => !name.endsWith(' (details_salt)'));
  const salted = names.filter((name) => name.endsWith(' (details_salt)'));
  return [
    ...(whole.length > 0 ? [`revoke ${right} ${whole.join(', ')} ${from}`] : []),
    ...salted.map(
      (name) => `revoke insert (details_salt) on ${name.replace(' (details_salt)', '')} ${from}`,
    ),
  ].map(asOwner);
}

async function namesOf(database: Database, statement: string) {
  const rows = await database.query(statement);
  const role = rows[0]?.['role'];
  return {
    names: rows.map((row) => String(row['name'])),
    role: typeof role === 'string' ? role : null,
  };
}
