import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { filesUnder, importsOf, isTest, root, type Import } from './support/imports.ts';

const server = filesUnder('src').filter((file) => !isTest(file));
const pages = filesUnder('web').filter((file) => !isTest(file));
const serverImports = server.flatMap(importsOf);

const text = ({ from, to }: Import) => `${from} → ${to}`;

test('platform knows no business noun, core knows no feature', () => {
  const upward = serverImports.filter(
    ({ from, to }) =>
      (from.startsWith('src/platform/') &&
        to.startsWith('src/') &&
        !to.startsWith('src/platform/')) ||
      (from.startsWith('src/core/') &&
        to.startsWith('src/') &&
        !/^src\/(platform|core)\//.test(to)),
  );
  expect(upward.map(text)).toEqual([]);
});

test('worker.ts has at most 80 lines, and neither it nor the runtime names a feature', () => {
  const lines = readFileSync(join(root, 'src/worker.ts'), 'utf8').split('\n');
  expect(lines.length).toBeLessThanOrEqual(81);
  const naming = serverImports.filter(
    ({ from, to }) => /^src\/(worker\.ts|runtime\/)/.test(from) && to.startsWith('src/features/'),
  );
  expect(naming.map(text)).toEqual([]);
});

test('features do not import each other', () => {
  const sideways = serverImports.filter(({ from, to }) => {
    const [, own] = /^src\/features\/([^/]+)\//.exec(from) ?? [];
    const [, other] = /^src\/features\/([^/]+)\//.exec(to) ?? [];
    return own !== undefined && other !== undefined && own !== other;
  });
  expect(sideways.map(text)).toEqual([]);
});

test('there are no import cycles', () => {
  const edges = new Map<string, string[]>();
  for (const { from, to, typeOnly } of serverImports) {
    if (!typeOnly && to.startsWith('src/')) {
      edges.set(from, [...(edges.get(from) ?? []), to]);
    }
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]) => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    } else if (!done.has(file)) {
      for (const next of edges.get(file) ?? []) {
        walk(next, [...path, file]);
      }
      done.add(file);
    }
  };
  for (const file of server) {
    walk(file, []);
  }
  expect(circles).toEqual([]);
});

const folderIn = (place: string, file: string) =>
  file.startsWith(`${place}/`) ? /^[^/]+(?=\/)/.exec(file.slice(place.length + 1))?.[0] : undefined;

/** Imports between folders of `place` that lead from one to a later one. */
function backward(place: string, order: readonly string[]): string[] {
  return serverImports
    .filter(({ from, to }) => {
      const [own, other] = [folderIn(place, from), folderIn(place, to)];
      return own !== undefined && other !== undefined && order.indexOf(own) < order.indexOf(other);
    })
    .map(text);
}

/** The folders of core from the bottom up: one imports only from those before it. */
const ORDER =
  'vault limits audit access-tokens tokens integrations notify accounts sessions roles passwords devices captcha refusals factors endpoint guards';

test('a folder of core imports only from the folders before it', () => {
  const order = ORDER.split(' ');
  const folders = readdirSync(join(root, 'src/core'));
  expect(order.toSorted()).toEqual(folders.toSorted());
  expect(backward('src/core', order)).toEqual([]);
});

test('a file of core that one feature alone uses stands in that feature', () => {
  // What a noun shows, takes and answers with stays together, and the verifier of the trail is one piece.
  const kept =
    /^src\/core\/(?:[a-z-]+\/(?:view|fields|errors|limits|tables)|audit\/chain\/[a-z-]+)\.ts$/;
  const users = new Map<string, Set<string>>();
  const code = filesUnder('src', 'web', 'dev', 'ops', 'migrations', 'proof', 'bench').filter(
    (file) => !isTest(file),
  );
  for (const { from, to } of code.flatMap(importsOf)) {
    const [feature = from] = /^src\/features\/[^/]+/.exec(from) ?? [];
    users.set(to, (users.get(to) ?? new Set()).add(feature));
  }
  const guests = server.filter((file) => {
    const [only = '', ...others] = users.get(file) ?? [];
    const isGuest = file.startsWith('src/core/') && others.length === 0 && !kept.test(file);
    return isGuest && !/^src\/(?!features\/)/.test(only);
  });
  expect(guests).toEqual([]);
});

test('the folders of platform import each other in one direction', () => {
  expect(backward('src/platform', ['crypto', 'db', 'web'])).toEqual([]);
});

test('pages import contracts, what both sides must do alike, and otherwise only types, from the server', () => {
  const strays = pages.flatMap(importsOf).filter(
    ({ to, typeOnly }) =>
      to.startsWith('src/') &&
      !typeOnly &&
      !/^src\/features\/[^/]+\/contract\.ts$/.test(to) &&
      // The verifier is one piece of code for the Worker, the command line and the browser.
      !/^src\/core\/audit\/chain\/[a-z-]+\.ts$/.test(to) &&
      // What was typed is read alike, and a password is weighed alike.
      !/^src\/(platform\/web\/typed-text|core\/passwords\/password-rules)\.ts$/.test(to),
  );
  expect(strays.map(text)).toEqual([]);
});

test('a contract holds only data: it imports no store, no use case and no effect', () => {
  const allowed =
    /^(zod\/mini|src\/(platform\/web\/fields|core\/(endpoint\/endpoint|[a-z]+\/(view|fields)))\.ts)$/;
  const strays = serverImports.filter(
    ({ from, to, typeOnly }) => from.endsWith('/contract.ts') && !typeOnly && !allowed.test(to),
  );
  expect(strays.map(text)).toEqual([]);
});

/** A package or module that one place alone may use. */
const keptIn: Record<string, RegExp> = {
  'cloudflare:workers': /^src\/(worker|.*-object)\.ts$/,
  hono: /^src\/(http|app)\.ts$/,
  '@hono/zod-validator': /^src\/http\.ts$/,
  '@neondatabase/serverless': /^src\/platform\/db\/(db|neon|neon-endpoint)\.ts$/,
  'drizzle-orm': /^src\/platform\/db\/|\/tables\.ts$/,
  jose: /^src\/core\/access-tokens\//,
  'libphonenumber-js/max': /^src\/core\/notify\/phone-number\.ts$/,
  bowser: /^src\/platform\/web\/describe-browser\.ts$/,
  nodemailer: /^src\/core\/notify\/email\/(smtp-connection|write-mime)\.ts$/,
  'node:net': /^src\/core\/notify\/email\/smtp-connection\.ts$/,
  'node:tls': /^src\/core\/notify\/email\/smtp-connection\.ts$/,
  otpauth: /^src\/core\/factors\/totp-code\.ts$/,
  'ipaddr.js': /^src\/platform\/web\/client-address\.ts$/,
};

test.for(Object.entries(keptIn))('%s is imported in one place', ([name, place]) => {
  const users = serverImports.filter(({ to }) => to === name || to.startsWith(`${name}/`));
  expect(users.length).toBeGreaterThan(0);
  expect(users.filter(({ from }) => !place.test(from)).map(text)).toEqual([]);
});

test('code that few requests need is loaded on demand, and not with the Worker', () => {
  const early = server.filter((file) =>
    /^import (?!type ).*'(nodemailer|node:net|node:tls|jose|lean-qr|otpauth|libphonenumber-js)/m.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  );
  expect(early).toEqual([]);
});

test('only one file sends requests, besides the site and the database driver', () => {
  const callers = server.filter((file) =>
    /(?<![\w.]|async )fetch\((?!request: Request\))/.test(
      readFileSync(join(root, file), 'utf8').replace(
        /^ {2}async fetch\(request, env, context\)/m,
        '',
      ),
    ),
  );
  expect(callers).toEqual(['src/core/integrations/outbound.ts']);
});

test('the server reads no process and no module of Node', () => {
  const users = server.filter((file) =>
    /\bprocess\.env\b|^import (?!type ).*from 'node:/m.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(users).toEqual([]);
});

test('there are no barrels and no default exports but the Worker', () => {
  const withDefault = server.filter((file) =>
    /^export default/m.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(withDefault).toEqual(['src/worker.ts']);
  const barrels = server.filter((file) =>
    /^export \* from/m.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(barrels).toEqual([]);
});

test('a feature is a folder with a contract, and every folder but the pages is wired', () => {
  const wiring = readFileSync(join(root, 'src/features.ts'), 'utf8');
  const folders = readdirSync(join(root, 'src/features'), { withFileTypes: true });
  expect(folders.filter((entry) => !entry.isDirectory())).toEqual([]);
  const unwired = folders
    .map(({ name }) => name)
    .filter((name) => name !== 'pages')
    .filter(
      (name) =>
        !wiring.includes(`./features/${name}/index.ts`) ||
        !existsSync(join(root, 'src/features', name, 'index.ts')),
    );
  expect(unwired).toEqual([]);
});

test('no file is longer than 250 lines', () => {
  const long = filesUnder('src', 'web', 'dev', 'ops', 'scripts', 'migrations', 'proof', 'test')
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
    .filter(({ file, lines }) => lines > 251 && !isTest(file));
  expect(long).toEqual([]);
});

/** What `npm start` runs, a developer's Chromium, and nothing an operator or a build needs. */
const localStack =
  /^(browser|database|dev-vars|ensure-installed|hot-worker|lasting-postgres|local-postgres|mock-services|neon-(faults|http|pools|wire)|ports|postgres-home|process-identity|read-body|stack|stack-lock|start|start-problem|start-watchdog|temporary-folder|watchdog|worker-build|worker-runtime)(\.test)?\.(ts|mjs)$/;

test('dev is the local stack and the simulators, and nothing else', () => {
  const strays = readdirSync(join(root, 'dev'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory() ? entry.name !== 'simulators' : !localStack.test(entry.name),
  );
  expect(strays.map(({ name }) => name)).toEqual([]);
});

test('the product imports neither dev nor ops, and dev imports no ops', () => {
  const strays = filesUnder('src', 'web', 'dev', 'migrations')
    .filter((file) => !isTest(file))
    .flatMap(importsOf)
    .filter(({ from, to }) => to.startsWith('ops/') || (to.startsWith('dev/') && isProduct(from)));
  expect(strays.map(text)).toEqual([]);
});

const isProduct = (file: string) => /^(src|web)\//.test(file);

test('ops runs on a deployment: of dev it imports only how .dev.vars is read', () => {
  const strays = filesUnder('ops')
    .filter((file) => !isTest(file))
    .flatMap(importsOf)
    .filter(({ to }) => /^(dev|proof|test|bench|scripts)\//.test(to) && to !== 'dev/dev-vars.ts');
  expect(strays.map(text)).toEqual([]);
});

test('the product and its machine do not know the proof, and the proof asks no test', () => {
  const others = filesUnder('src', 'web', 'dev', 'ops', 'migrations')
    .filter((file) => !isTest(file))
    .flatMap(importsOf);
  expect(others.filter(({ to }) => /^(proof|test)\//.test(to)).map(text)).toEqual([]);
  const asked = filesUnder('proof').flatMap(importsOf);
  expect(asked.filter(({ to }) => /^(test|web)\//.test(to)).map(text)).toEqual([]);
});

test('nothing lies under .github/workflows', () => {
  expect(existsSync(join(root, '.github/workflows'))).toBe(false);
});
