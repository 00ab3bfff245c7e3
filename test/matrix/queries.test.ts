import { beforeAll, expect, test } from 'vitest';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { attackWith, expectRepelled } from '../support/attack.ts';
import {
  contracts,
  isForPeople,
  isFreeText,
  parametersOfQuery,
  pathOf,
  titled,
  validQueries,
} from '../support/contracts.ts';
import { idleRequest, anonymousAnswer, wholeRequest } from '../support/harmless.ts';
import { newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const asking = contracts.filter(({ query }) => query);

let cookie: string | null = null;

beforeAll(async () => {
  ({ cookie } = (await newStaff()).client);
});

/** Each of these queries, written out as sent, is refused and reaches no provider. */
async function expectRefused(spec: Endpoint, queries: readonly string[]): Promise<void> {
  const readers = spec.personLimit ? await newReaders(queries.length) : [cookie];
  const attacks = queries.map((query, index) =>
    attackWith(wholeRequest(spec), {
      name: query.slice(0, 80),
      path: `${pathOf(spec)}?${query}`,
      cookie: readers[index % readers.length] ?? null,
      allowed: ['400 INVALID_REQUEST'],
    }),
  );
  await expectRepelled(database, attacks);
}

/** Below what one person may ask of an endpoint in a window. */
const QUERIES_EACH = 200;

async function newReaders(queries: number): Promise<(string | null)[]> {
  const people = Array.from({ length: Math.ceil(queries / QUERIES_EACH) });
  return await Promise.all(people.map(async () => (await newStaff()).client.cookie));
}

const written = (query: Readonly<Record<string, string>>) => String(new URLSearchParams(query));

const unknownParameters = [
  'user_id=01900000-0000-7000-8000-000000000000',
  'id=1',
  'role=ADMIN',
  'roles[]=ADMIN',
  '__proto__=1',
  '__proto__[role]=ADMIN',
  'constructor=1',
  'prototype=1',
  'toString=1',
  'access_token=x',
  '=1',
  'x',
  '%00=1',
  '%ff=1',
  '%=1',
  `${'x'.repeat(5000)}=1`,
];

/** Parameters that this endpoint does not know. */
function unknownTo(spec: Endpoint): string[] {
  const known = parametersOfQuery(spec);
  return unknownParameters.filter((unknown) => !known.includes(unknown.split('=')[0] ?? ''));
}

/** Behind words to look for, a semicolon and what follows are more of them. */
function endsInWords(query: Readonly<Record<string, string>>): boolean {
  return isFreeText(Object.keys(query).at(-1) ?? '');
}

test.for(titled(asking))('%s knows no parameter but its own', async ([, spec]) => {
  const own = parametersOfQuery(spec).flatMap((name) => [
    `${name.toUpperCase()}=1`,
    `${name}[]=1`,
    `${name}%00=1`,
    `%20${name}=1`,
  ]);
  const queries = validQueries(spec).flatMap((query) =>
    [...unknownTo(spec), ...own].map((unknown, index) =>
      (index % 2 === 0 ? [written(query), unknown] : [unknown, written(query)])
        .filter(Boolean)
        .join('&'),
    ),
  );
  await expectRefused(spec, queries);
});

test.for(titled(asking))('%s takes each parameter once', async ([, spec]) => {
  const queries = validQueries(spec).flatMap((query) =>
    Object.entries(query).flatMap(([name, value]) => {
      const encoded = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
      return [
        `${written(query)}&${name}=${value}`,
        `${written(query)}&${name}=`,
        `${name}=&${written(query)}`,
        `${written(query)}&${name}`,
        `${written(query)}&${encoded}=${value}`,
        `${written(query)};${name}=${value}`,
        `${written(query)}${`&${name}=${value}`.repeat(1000)}`,
      ].filter((doubled) => !(doubled.includes(';') && endsInWords(query)));
    }),
  );
  await expectRefused(spec, queries);
});

const spoilt = [
  '',
  '%00',
  '%',
  '%zz',
  '%E0%A4%A',
  '%ff',
  '%ED%A0%80',
  '%0a',
  '+',
  '0',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  '%EF%BC%91',
  '[object%20Object]',
  '{"$ne":null}',
  "'%20or%20true--",
  '%3Cscript%3E',
  '..%2f..%2fquote',
  '%F0%9F%A6%A6',
  'A'.repeat(5000),
  '9'.repeat(5000),
];

/** What nobody looks for. */
const neverWords = ['', '%00', 'a%00', '%0a', 'a%0a', '%ff', '%09x', '+', 'A'.repeat(101)];

test.for(titled(asking))('%s refuses each parameter with anything else in it', async ([, spec]) => {
  const queries = validQueries(spec).flatMap((query) =>
    Object.entries(query).flatMap(([name, good]) => {
      const { [name]: _gone, ...rest } = query;
      if (isFreeText(name)) {
        return neverWords.map((value) => [written(rest), `${name}=${value}`].join('&'));
      }
      const around = [
        `${good}%00`,
        `%00${good}`,
        `${good}%0a`,
        `${good}%ff`,
        `${good}%`,
        `%20${good}`,
      ];
      return [...spoilt, ...around].map((value) =>
        [written(rest), `${name}=${value}`].filter(Boolean).join('&'),
      );
    }),
  );
  await expectRefused(spec, queries);
});

/** Times that no calendar of a database has, and one that it has. */
const LAST_MOMENT = '9999-12-31T23:59:59Z';
const times = [
  '0000-01-01T00:00:00Z',
  '0000-12-31T23:59:59.999Z',
  '-0001-01-01T00:00:00Z',
  '-1-01-01T00:00:00Z',
  '+100000-01-01T00:00:00Z',
  '100000-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:60Z',
  '2026-01-01T24:00:01Z',
  '2026-01-01T00:00:00+99:99',
  `2026-01-01T00:00:00.${'1'.repeat(200)}Z`,
  '-infinity',
  '+infinity',
  'now()',
];

/** Keys of a cursor that no list has written, as bytes. */
const keys: readonly (string | Uint8Array)[] = [
  '\0',
  'a\0@example.com',
  '@\0',
  '1\0',
  '\u0001@',
  'a@\u007f',
  '@\n',
  new Uint8Array([0xed, 0xa0, 0x80, 0x40]), // a lone surrogate
  new Uint8Array([0x40, 0xff]),
  new Uint8Array([0x40, 0xc0, 0x80]), // NUL in a form that is too long
];

const ID = '0195d0a0-0000-7000-8000-000000000000';
const cursors = [
  ...keys.map((key) => `${ID}.${Buffer.from(key).toString('base64url')}`),
  `${ID}.A`, // no whole byte
  `${ID}.AB`, // stray bits
  `${ID}.${'A'.repeat(5000)}`,
  `${ID}.`,
  `${ID}.QA.QA`,
];

test.for(titled(asking))(
  '%s refuses times and cursors that no database can read, in every parameter',
  async ([, spec]) => {
    const queries = validQueries(spec).flatMap((query) =>
      Object.keys(query)
        .filter((name) => !isFreeText(name))
        .flatMap((name) =>
          [...times, ...cursors].map((value) => written({ ...query, [name]: value })),
        ),
    );
    await expectRefused(spec, queries);
  },
);

test('the last moment that can be written is a time like any other', async () => {
  const [reader, path] = [await newStaff(), '/api/admin/audit-logs'];
  for (const query of [`from=${LAST_MOMENT}`, `to=${LAST_MOMENT}`, 'from=0001-01-01T00:00:00Z']) {
    expect((await reader.client.get(`${path}?${query}`)).status).toBe(200);
  }
});

const demanding = asking.filter(({ query }) => query?.safeParse({}).success === false);

test.for(titled(demanding))('%s names the missing parameters of its query', async ([, spec]) => {
  await expectRefused(spec, ['', '&', '&&=', ...parametersOfQuery(spec)]);
  const { init, meters } = wholeRequest(spec);
  const [reader = null] = await newReaders(1);
  const bare = { init, meters, path: pathOf(spec), name: 'no query', cookie: reader };
  await expectRepelled(database, [{ ...bare, allowed: ['400 INVALID_REQUEST'] }]);
});

test.for(titled(asking.filter(isForPeople)))(
  '%s answers an anonymous client before it reads the query',
  async ([, spec]) => {
    const attacks = ['', 'nobody_knows=1', '%00=%ff'].map((query) =>
      attackWith(wholeRequest(spec), {
        name: query,
        path: `${pathOf(spec)}?${query}`,
        allowed: [anonymousAnswer(spec)],
      }),
    );
    await expectRepelled(database, attacks);
  },
);

test.for(titled(contracts.filter(({ query }) => !query)))(
  '%s ignores a query when it has no parameters',
  async ([, spec]) => {
    const path = pathOf(spec);
    const queries = ['', 'id=1&id=2', '%00=%ff&%', '__proto__=1', `x=${'A'.repeat(5000)}`];
    const attacks = queries.map((query) =>
      attackWith(idleRequest(spec), {
        name: query.slice(0, 80),
        path: `${path}?${query}`,
        cookie,
      }),
    );
    await expectRepelled(database, attacks);
  },
);

test('some endpoints take a query, and some of them need one', () => {
  expect(demanding.length).toBeGreaterThan(0);
  expect(asking.length).toBeGreaterThan(demanding.length);
});
