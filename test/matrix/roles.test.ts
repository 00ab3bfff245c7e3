import { beforeAll, expect, test } from 'vitest';

import { pathsOf } from '../../src/core/endpoint/aliases.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { sessionLimits } from '../../src/core/sessions/limits.ts';
import {
  isPermitted,
  permissions,
  permissionsOf,
  rolePermissions,
} from '../../src/core/roles/permissions.ts';
import { roleField, type Role } from '../../src/core/roles/view.ts';
import { attackWith, expectRepelled, labelOf, launch, type Attack } from '../support/attack.ts';
import { contracts, parametersOf, pathOf, titled } from '../support/contracts.ts';
import { idleRequest, wholeRequest } from '../support/harmless.ts';
import { newEnrolled, newPerson, newSignedIn, newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
/** The stack opens the metered calls to everybody; test/api/metered-for.test.ts has stacks that do not. */
const OPENED = 'integrations.use';
const ruled = contracts.filter(
  ({ guard, permission }) => guard === 'role' && permission !== OPENED,
);
const roles = roleField.options;

/** The session of somebody with each role, fresh and with both factors. */
const cookies = new Map<Role, string | null>();
/** An ADMIN whose session is missing one thing, by its name. */
const lacking = new Map<string, string | null>();
/** An ADMIN who may read and not act. */
let reading: string | null = null;
let nothingKnown = '';

async function adminWith(session: string, person = ''): Promise<string | null> {
  const admin = await newStaff();
  await database.rows(`update auth_sessions set ${session} where user_id = $1`, [admin.id]);
  if (person) {
    await database.rows(`update users set ${person} where id = $1`, [admin.id]);
  }
  return admin.client.cookie;
}

const since = (seconds: number) => `authenticated_at = now() - interval '${seconds + 1} seconds'`;

beforeAll(async () => {
  for (const role of roles) {
    cookies.set(role, (await newStaff(role)).client.cookie);
  }
  lacking.set('a stale ADMIN', await adminWith(since(sessionLimits.longestReadingSeconds)));
  reading = await adminWith(since(sessionLimits.freshSeconds));
  lacking.set('an ADMIN who showed a password alone', await adminWith(`method = 'password'`));
  lacking.set('an ADMIN behind a trusted browser', await adminWith(`method = 'trusted_device'`));
  const off = await newSignedIn();
  await database.rows(`update users set roles = '{USER,ADMIN}' where id = $1`, [off.id]);
  lacking.set('an ADMIN without two-factor sign-in', off.client.cookie);
  nothingKnown = (await newPerson()).id;
});

/** Whole requests about a person there is, at every path of the endpoint. */
function attacks(spec: Endpoint, aim: Pick<Attack, 'name' | 'cookie' | 'allowed'>): Attack[] {
  return pathsOf(spec).map((path) => {
    const named = pathOf({ path }, { id: nothingKnown });
    return attackWith(wholeRequest(spec, { path: named }), {
      ...aim,
      name: `${path}: ${aim.name}`,
    });
  });
}

test.for(titled(ruled))('%s says which permission it needs, and there is one', ([, spec]) => {
  expect(permissions).toContain(spec.permission);
});

test.for(titled(ruled))('%s lets nobody in without a session', async ([, spec]) => {
  const aim = { name: 'nobody', cookie: null, allowed: ['401 NOT_AUTHENTICATED'] };
  await expectRepelled(database, attacks(spec, aim));
});

test.for(titled(ruled))('%s refuses every role without the permission', async ([, spec]) => {
  const without = roles.filter(
    (role) =>
      !spec.permission || !isPermitted(role === 'USER' ? [role] : ['USER', role], spec.permission),
  );
  expect(without).toEqual(expect.arrayContaining(['USER', 'BILLING_ADMIN']));
  await expectRepelled(
    database,
    without.flatMap((role) =>
      attacks(spec, { name: role, cookie: cookies.get(role) ?? null, allowed: ['403 FORBIDDEN'] }),
    ),
  );
});

test.for(titled(ruled))(
  '%s asks an ADMIN for both factors and a fresh session',
  async ([, spec]) => {
    await expectRepelled(
      database,
      [...lacking].flatMap(([name, cookie]) => {
        const code = name.endsWith('two-factor sign-in') ? 'TWO_FACTOR' : 'FRESH_SESSION';
        return attacks(spec, { name, cookie, allowed: [`403 ${code}_REQUIRED`] });
      }),
    );
  },
);

const acts = ruled.filter(({ method }) => method !== 'GET');

test.for(titled(acts))('%s asks an ADMIN who may still read to confirm', async ([, spec]) => {
  const aim = { name: 'reading', cookie: reading, allowed: ['403 FRESH_SESSION_REQUIRED'] };
  await expectRepelled(database, attacks(spec, aim));
});

test.for(titled(ruled))('%s hears every role that has the permission', async ([, spec]) => {
  const having = roles.filter((role) => spec.permission && isPermitted([role], spec.permission));
  expect(having).toContain('ADMIN');
  const heard = having.map((role) =>
    attackWith(idleRequest(spec), { name: role, cookie: cookies.get(role) ?? null }),
  );
  await expectRepelled(database, heard);
});

test.for(titled(ruled))(
  'a refusal of %s is recorded with the permission and no target',
  async ([, spec]) => {
    const person = await newEnrolled();
    const [attack] = attacks(spec, { name: '', cookie: person.client.cookie, allowed: [] });
    const answer = attack && (await launch(attack));
    expect(answer && labelOf(answer)).toBe('403 FORBIDDEN');
    const rows = await database.rows(
      `select outcome, target_id, metadata ->> 'permission' as permission, metadata::text as text
     from security_audit_logs where actor_id = $1 and action = 'admin.refused'`,
      [person.id],
    );
    expect(rows).toMatchObject([
      { outcome: 'refused', target_id: null, permission: spec.permission },
    ]);
    expect(JSON.stringify(rows)).not.toContain(nothingKnown);
  },
);

test('every path under /api/admin is for roles, and most name a person', () => {
  const admin = contracts.filter(({ path }) => path.startsWith('/api/admin/'));
  expect(admin.filter(({ guard }) => guard !== 'role')).toEqual([]);
  expect(ruled.filter((spec) => parametersOf(spec).includes('id')).length).toBeGreaterThan(5);
});

test('the table of roles: ADMIN may everything, SUPPORT some, everybody else nothing', () => {
  expect(permissionsOf(['ADMIN'])).toEqual(permissions);
  for (const kept of [
    'users.lock',
    'users.roles.change',
    'users.two_factor.approve',
    'audit.read',
    'audit.export',
  ] as const) {
    expect(rolePermissions.SUPPORT).not.toContain(kept);
  }
  expect(permissionsOf(['USER', 'BILLING_ADMIN', 'ROOT', '__proto__'])).toEqual([]);
  expect(Object.isFrozen(rolePermissions) && Object.isFrozen(permissions)).toBe(true);
});
