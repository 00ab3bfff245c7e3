import { onDatabase, type Context } from '../check.ts';
import { blocker, ok } from '../finding.ts';
import { asOwner, setVariable } from '../fix.ts';

/** The role that holds what the Worker may do. */
export const GRANTS = 'sallyport_worker';

/** How a role of its own is made and given to the Worker. */
const ownRole = (context: Context) => [
  asOwner(`create role sallyport_app login password '…' in role ${GRANTS}`),
  setVariable('DATABASE_URL', context),
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
  async examine(database, context) {
    const [row] = await database.query(POWERS);
    const powers = listOf(row?.['powers']);
    const role = String(row?.['role']);
    return powers.length === 0
      ? ok(`${role} is nobody special.`)
      : blocker(
          `${role} ${powers.join(', ')}: an attacker who takes over the Worker has the whole database. If it is the owner you gave, give it as OWNER_DATABASE_URL.`,
          ...ownRole(context),
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
    has_database_privilege(current_database(), 'CREATE') as in_database,
    has_database_privilege(current_database(), 'TEMP') as temporary`;

export const roleCreates = onDatabase({
  id: 'role-creates',
  looksAt: "that the Worker's role can create nothing",
  async examine(database) {
    const [row] = await database.query(CREATES);
    const place = `database ${String(row?.['database'])}`;
    const from = `from ${String(row?.['role'])}, ${GRANTS}, public`;
    const fixes = [
      ...(row?.['in_schema'] === true ? [`revoke create on schema public ${from}`] : []),
      ...(row?.['in_database'] === true ? [`revoke create on ${place} ${from}`] : []),
      // PostgreSQL grants it to everybody; a table in pg_temp stands before ours of the same name.
      ...(row?.['temporary'] === true ? [`revoke temporary on ${place} ${from}`] : []),
    ];
    return fixes.length === 0
      ? ok('It can create neither tables nor schemas, and no temporary ones.')
      : blocker('It may create things in the database.', ...fixes.map(asOwner));
  },
});

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
