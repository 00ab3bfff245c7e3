#!/usr/bin/env bash
# miniflare 4.20260730.0 and 5.20260918.0-alpha: `worker.scheduled()` is documented as asynchronous and stops Node's thread.
#
# Expected: `await (await miniflare.getWorker()).scheduled()` returns a promise and lets the event loop run, as a
# `dispatchFetch` to the same Worker does.
# Seen: reading the property and the first call each stop the thread in `Atomics.wait` until workerd has answered; a
# second call on the same object does not. `dispatchFetch` never does.
# What follows: what workerd logs is read by the very thread that is stopped. A process that serves a Worker which logs
# much, and runs its scheduled handler so, can stand still for good: both sides wait for each other. Run the handler by
# HTTP instead (`unsafeTriggerHandlers`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > seen.mjs <<'JS'
const { Miniflare, NoOpLog, convertV4MiniflareOptions = (options) => options } = await import('miniflare');

const script = `export default {
  async fetch() { return new Response('fetched'); },
  async scheduled() {},
};`;
let waits = 0;
const wait = Atomics.wait;
Atomics.wait = (...given) => {
  waits += 1;
  return wait(...given);
};
const waitsOf = async (act) => {
  const before = waits;
  await act();
  return waits - before;
};
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1', port: 0, log: new NoOpLog(), modules: true, script,
    compatibilityDate: '2026-07-01', handleStructuredLogs() {},
  }),
);
await miniflare.ready;
const worker = await miniflare.getWorker();
const seen = {
  fetch: await waitsOf(async () => await (await miniflare.dispatchFetch('http://localhost/')).text()),
  first: await waitsOf(async () => await worker.scheduled({ cron: '* * * * *' })),
  second: await waitsOf(async () => await worker.scheduled({ cron: '* * * * *' })),
};
await miniflare.dispose();
console.log(JSON.stringify(seen));
JS
for version in 4.20260730.0 5.20260918.0-alpha; do
  mkdir "$version" && cp seen.mjs "$version" && cd "$version"
  npm init -y >/dev/null
  npm install --silent --no-audit --no-fund "miniflare@$version" node@24.21.0 >/dev/null 2>&1
  seen=$(node_modules/.bin/node seen.mjs)
  echo "miniflare $version: times the thread was stopped: $seen"
  cd ..
  [ "$seen" = '{"fetch":0,"first":2,"second":0}' ] || { echo "not what was seen before"; exit 1; }
done
