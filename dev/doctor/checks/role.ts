import { onDatabase, type Patient } from '../check.ts';
import { blocker, ok, type Finding } from '../finding.ts';
import { asOwner, setVariable } from '../mend.ts';

const GRANTS = 'sallyport_worker';

/** How a role of its own is made and given to the Worker. */
const ownRole = (patient: Patient) => [
  asOwner(`create role sallyport_app login password '…' in role ${GRANTS}`),
  setVariable('DATABASE_URL', patient),
];

const POWERS = `
  select current_user as role,
    array_remove(array[
      case when r.rolsuper then 'is superuser' end,
      case when r.rolcreaterole then 'may create roles' end,
      case when r.rolcreatedb then 'may create databases' end,
      case when r.rolbypassrls then 'passes row security' end,
      case when r.rolreplication then 'may replicate' end,
      case when not r.rolsuper and pg_has_role(r.oid, d.datdba, 'MEMBER')
        then 'owns the database' end,
      case when not r.rolsuper and exists (
        select from pg_class c where c.relnamespace = 'public'::regnamespace
          and pg_has_role(r.oid, c.relowner, 'MEMBER')) then 'owns tables' end
    ], null) as powers
  from pg_roles r join pg_database d on d.datname = current_database()
  where r.rolname = current_user`;

export const rolePowers = onDatabase({
  id: 'role-powers',
  looksAt: "that the Worker's role is neither superuser nor owner",
  async examine(database, patient) {
    const [row] = await database.query(POWERS);
    const powers = listOf(row?.['powers']);
    const role = String(row?.['role']);
    return powers.length === 0
      ? ok(`${role} is nobody special.`)
      : blocker(
          `${role} ${powers.join(', ')}: whoever takes over the Worker has the whole database. If it is the owner you gave, give it as OWNER_DATABASE_URL.`,
          ...ownRole(patient),
        );
  },
});

const MEMBERSHIPS = `
  select current_user as role, array(
    select b.rolname::text from pg_auth_members m
    join pg_roles b on b.oid = m.roleid join pg_roles r on r.oid = m.member
    where r.rolname = current_user order by 1) as member_of`;

export const roleMembership = onDatabase({
  id: 'role-membership',
  looksAt: `that the Worker's role is a member of ${GRANTS} and of nothing else`,
  async examine(database) {
    const [row] = await database.query(MEMBERSHIPS);
    const role = String(row?.['role']);
    const memberOf = listOf(row?.['member_of']);
    const others = memberOf.filter((name) => name !== GRANTS);
    if (!memberOf.includes(GRANTS)) {
      return blocker(
        `${role} is no member of ${GRANTS}, so it may read nothing.`,
        asOwner(`grant ${GRANTS} to ${role}`),
      );
    }
    return others.length === 0
      ? ok(`${role} is a member of ${GRANTS} alone.`)
      : blocker(
          `${role} is a member of ${others.join(', ')} too.`,
          ...others.map((name) => asOwner(`revoke ${name} from ${role}`)),
        );
  },
});

const CREATES = `
  select current_user as role, current_database() as database,
    has_schema_privilege('public', 'CREATE') as in_schema,
    has_database_privilege(current_database(), 'CREATE') as create_right,
    has_database_privilege(current_database(), 'TEMPORARY') as temporary_right`;

export const roleCreates = onDatabase({
  id: 'role-creates',
  looksAt: "that the Worker's role can create nothing",
  async examine(database) {
    const [row] = await database.query(CREATES);
    const mends = [
      ...(row?.['in_schema'] === true
        ? [`revoke create on schema public from ${String(row['role'])}, ${GRANTS}, public`]
        : []),
      ...['create', 'temporary']
        .filter((right) => row?.[`${right}_right`] === true)
        .map(
          (right) =>
            `revoke ${right} on database ${String(row?.['database'])} from ${String(row?.['role'])}, ${GRANTS}, public`,
        ),
    ];
    return mends.length === 0
      ? ok('It can create neither tables nor schemas, not even for itself.')
      : blocker('It may create things in the database.', ...mends.map(asOwner));
  },
});

const AUDIT_RIGHTS = `
  with tables as (
    select 'public.security_audit_logs'::regclass as oid
    union all select inhrelid from pg_inherits where inhparent = 'public.security_audit_logs'::regclass
    union all select 'public.security_audit_seals'::regclass
    union all select 'public.security_audit_waiting'::regclass
    union all select 'public.security_audit_archives'::regclass
  )
  select current_user as role, tables.oid::regclass::text as name
  from tables
  where has_any_column_privilege(tables.oid, 'UPDATE')
    or has_table_privilege(tables.oid, 'DELETE') or has_table_privilege(tables.oid, 'TRUNCATE')
    or has_table_privilege(tables.oid, 'TRIGGER')
  order by 2`;

export const auditRights = onDatabase({
  id: 'audit-rights',
  looksAt: "that the Worker's role can neither change nor delete rows of the audit trail",
  async examine(database): Promise<Finding> {
    const rows = await database.query(AUDIT_RIGHTS);
    if (rows.length === 0) {
      return ok('It can add to the audit trail and read it, nothing else.');
    }
    const names = rows.map((row) => String(row['name'])).join(', ');
    const role = String(rows[0]?.['role']);
    return blocker(
      `${role} may change or delete rows of ${names}.`,
      asOwner(
        `revoke update, delete, truncate, trigger on ${names} from ${role}, ${GRANTS}, public`,
      ),
    );
  },
});

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
