import { beforeAll, expect, test } from 'vitest';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { attackWith, expectRepelled, labelOf, launch } from '../support/attack.ts';
import { contracts, missingId, parametersOf, pathOf, titled } from '../support/contracts.ts';
import { wholeRequest } from '../support/harmless.ts';
import { newStaff, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const addressed = contracts.filter((spec) => parametersOf(spec).includes('id'));
/** A parameter that is no id is a name out of a list of ours. */
const naming = contracts.filter((spec) => parametersOf(spec).some((name) => name !== 'id'));

const people: Person[] = [];

beforeAll(async () => {
  people.push(await newStaff(), await newStaff());
});

interface Listed {
  readonly id: string;
}

/** The id of a thing of that person, from whichever list is named for it. */
async function thingOf(person: Person | undefined, { path }: Endpoint): Promise<string> {
  const noun = path.split('/').findLast((_, index, parts) => parts[index + 1]?.startsWith(':'));
  const lists = contracts.filter(
    (spec) => spec.method === 'GET' && !spec.path.includes(':') && spec.limit !== 'metered',
  );
  for (const list of lists) {
    const answer = await person?.client.get(list.path);
    const things = answer?.body[noun ?? ''] as readonly Listed[] | undefined;
    if (things?.[0]) {
      return things[0].id;
    }
  }
  throw new Error(`teach test/matrix/foreign-ids.test.ts where a person finds the ids of ${noun}`);
}

/** Staff see every person. test/api/admin-users.test.ts shows that a missing id is a 404 there, too. */
const owned = addressed.filter(({ guard }) => guard !== 'role');

test.for(titled(owned))('%s treats what is another person’s as missing', async ([, spec]) => {
  const [attacker, victim] = people;
  const cookie = attacker?.client.cookie ?? null;
  const ids = [await thingOf(victim, spec), missingId()];
  const answers = [];
  for (const id of ids) {
    const attack = {
      ...wholeRequest(spec, { path: pathOf(spec, { id }) }),
      name: id,
      cookie,
      allowed: ['404 NOT_FOUND'],
    };
    await expectRepelled(database, [attack]);
    const answer = await launch(attack);
    const face = { ...answer.body, trace_id: '', instance: '' };
    answers.push({ label: labelOf(answer), face, headers: [...answer.headers.keys()] });
  }
  expect(answers[0]).toEqual(answers[1]);
});

const impossible = [
  'x',
  '1',
  '-1',
  'null',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  "'%20or%20true--",
  '%00',
  '%ff',
  '%',
  '%2e%2e%2fme',
  '..%2f..%2fhealth',
  `${missingId()}%00`,
  `${missingId()}%0a`,
  `${missingId()},${missingId()}`,
  `%7B${missingId()}%7D`,
  '%F0%9F%A6%A6',
  'x'.repeat(4000),
];

test.for(titled(addressed))('%s finds nothing at an id that is none', async ([, spec]) => {
  const cookie = people[0]?.client.cookie ?? null;
  const attacks = impossible.map((id) =>
    attackWith(wholeRequest(spec, { path: pathOf(spec, { id }) }), {
      name: id.slice(0, 60),
      cookie,
      allowed: ['404 NOT_FOUND', '400 INVALID_REQUEST'],
    }),
  );
  await expectRepelled(database, attacks);
});

/** The path with each parameter that is no id replaced. */
function pathNaming(spec: Endpoint, name: string): string {
  const names = parametersOf(spec).filter((parameter) => parameter !== 'id');
  return pathOf(spec, Object.fromEntries(names.map((parameter) => [parameter, name])));
}

test.for(titled(naming))('%s finds nothing at a name that is none', async ([, spec]) => {
  const cookie = people[0]?.client.cookie ?? null;
  const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  const attacks = ['', ...impossible, ...inherited].map((name) =>
    attackWith(wholeRequest(spec, { path: pathNaming(spec, name) }), {
      name: name.slice(0, 60),
      cookie,
      allowed: ['404 NOT_FOUND'],
    }),
  );
  await expectRepelled(database, attacks);
});

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

/** The same to a careless reader, and another name here. */
function spellings(known: string): string[] {
  const [first, last] = [known.charAt(0), known.slice(-1)];
  return [
    `${encoded(first)}${known.slice(1)}`,
    `${known.slice(0, -1)}${encoded(last)}`,
    known.replaceAll(/./g, encoded),
    `%25${encoded(first).slice(1)}${known.slice(1)}`,
    `${known}%00`,
    `${known}%20`,
    `%20${known}`,
    `${known};x`,
    `${known},${known}`,
    `${known}%2f`,
  ];
}

test.for(titled(naming))('%s knows a name in one spelling alone', async ([, spec]) => {
  const cookie = people[0]?.client.cookie ?? null;
  const [parameter = ''] = parametersOf(spec);
  const known = pathOf({ path: `/:${parameter}` }).slice(1);
  const others = [...spellings(known), known.toUpperCase(), `${known}.json`];
  const attacks = others.map((name) =>
    attackWith(wholeRequest(spec, { path: pathNaming(spec, name) }), {
      name,
      cookie,
      allowed: ['404 NOT_FOUND'],
    }),
  );
  await expectRepelled(database, attacks);
});

test.for(titled(addressed))('%s knows an id in one spelling alone', async ([, spec]) => {
  const owner = await newStaff();
  const { cookie } = owner.client;
  const own = await thingOf(owner, spec);
  const attacks = spellings(own).map((id) =>
    attackWith(wholeRequest(spec, { path: pathOf(spec, { id }) }), {
      name: id,
      cookie,
      allowed: ['404 NOT_FOUND', '400 INVALID_REQUEST'],
    }),
  );
  await expectRepelled(database, attacks);
});

test('there are endpoints that name a thing by its id, and some that name one of ours', () => {
  expect(addressed.length).toBeGreaterThan(0);
  expect(naming.length).toBeGreaterThan(0);
});
