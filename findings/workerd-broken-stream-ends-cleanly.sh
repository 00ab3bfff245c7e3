#!/usr/bin/env bash
# workerd 1.20260918.1 (miniflare 5.20260918.0-alpha): a response whose stream errors halfway ends like a whole one.
#
# Expected: a client that reads a chunked answer sees the transfer break (no last chunk, or a reset) when the Worker's
# ReadableStream is errored after the first bytes, as Node's http server and RFC 9112 section 8 ("incomplete") have it.
# Seen: the last chunk "0\r\n\r\n" is sent all the same, with status 200, so the part cannot be told from the whole. With a
# declared content-length the connection is closed short instead, which a client does notice.
# What follows: a file that must not look complete needs a declared length or an end mark of its own.
# Known upstream as cloudflare/workerd issue 6818.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund miniflare@5.20260918.0-alpha node@24.21.0 >/dev/null 2>&1
cat > seen.mjs <<'JS'
import { connect } from 'node:net';
import { convertV4MiniflareOptions, Miniflare, NoOpLog } from 'miniflare';

const worker = `export default {
  fetch(request) {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('first half'));
      },
      async pull(controller) {
        await scheduler.wait(50);
        controller.error(new Error('the source broke'));
      },
    });
    const length = new URL(request.url).pathname === '/announced' ? { 'content-length': '20' } : {};
    if (!('content-length' in length)) return new Response(body);
    const { readable, writable } = new FixedLengthStream(20);
    body.pipeTo(writable).catch(() => {});
    return new Response(readable);
  },
};`;
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1', port: 0, log: new NoOpLog(), modules: true, script: worker,
    compatibilityDate: '2026-09-18', handleStructuredLogs() {},
  }),
);
const { port } = await miniflare.ready;

function wire(path) {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`);
    });
    socket.on('data', (bytes) => (text += bytes));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}
const chunked = await wire('/chunked');
const announced = await wire('/announced');
await miniflare.dispose();
const seen = {
  status: chunked.split('\r\n')[0],
  isChunked: /transfer-encoding: chunked/i.test(chunked),
  hasFirstHalf: chunked.includes('first half'),
  endsLikeAWholeOne: chunked.endsWith('\r\n0\r\n\r\n'),
  announcedIsShort: /content-length: 20/i.test(announced) && announced.endsWith('first half'),
};
console.log(JSON.stringify(seen, null, 2));
const asNoted = seen.status === 'HTTP/1.1 200 OK' && seen.isChunked && seen.hasFirstHalf && seen.endsLikeAWholeOne && seen.announcedIsShort;
process.exit(asNoted ? 0 : 1);
JS
CLOUDFLARE_CF_FETCH_ENABLED=false ./node_modules/.bin/node seen.mjs && echo "as noted above" || { echo "this has changed"; exit 1; }
