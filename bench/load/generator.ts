/** The process that makes the load, with raw sockets that stay open, so that its own CPU time is small. It gets orders over IPC. */
import { connect, type Socket } from 'node:net';
import process from 'node:process';

import { answerReader } from './answer-reader.ts';
import { summarize, type LoadOrder, type LoadReport } from './load-report.ts';

/** One connection that sends the next request when the last answer is complete. */
async function converse(socket: Socket, order: LoadOrder, next: () => string | null) {
  const times: number[] = [];
  const statuses = new Map<number, number>();
  let startedAt = 0;
  await new Promise<void>((resolve, reject) => {
    const send = () => {
      const request = next();
      if (request === null) {
        resolve();
        return;
      }
      startedAt = performance.now();
      socket.write(request);
    };
    const read = answerReader((status) => {
      times.push(performance.now() - startedAt);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      send();
    });
    socket.on('data', read);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`port ${order.port} hung up`)));
    send();
  });
  return { times, statuses };
}

async function opened(port: number): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Ends when the time or the requests are used up, and waits for open requests. */
async function run(order: LoadOrder): Promise<LoadReport> {
  const sockets = await Promise.all(
    Array.from({ length: order.connections }, async () => await opened(order.port)),
  );
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let sent = 0;
  const next = () => {
    const isOver = sent >= order.most || performance.now() - startedAt >= order.milliseconds;
    const request = order.requests[sent % order.requests.length];
    sent += 1;
    return isOver ? null : (request ?? null);
  };
  const talks = await Promise.all(
    sockets.map(async (socket) => await converse(socket, order, next)),
  );
  const tookMilliseconds = performance.now() - startedAt;
  const cpu = process.cpuUsage(cpuBefore);
  for (const socket of sockets) {
    socket.removeAllListeners('close').destroy();
  }
  return summarize(talks, { tookMilliseconds, cpuMilliseconds: (cpu.user + cpu.system) / 1000 });
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ problem: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
