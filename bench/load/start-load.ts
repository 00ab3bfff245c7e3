import { fork } from 'node:child_process';
import { join } from 'node:path';

import type { LoadOrder, LoadReport } from './load-report.ts';

export interface Load {
  /** Throws when a connection broke or an answer had another status than `expected`, because such figures look too good. */
  apply(order: LoadOrder, expected?: number): Promise<LoadReport>;
  stop(): void;
}

type Reply = { readonly report: LoadReport } | { readonly problem: string };

/** Starts the process that makes the load; one order at a time. */
export function startLoad(): Load {
  const child = fork(join(import.meta.dirname, 'generator.ts'));
  return {
    async apply(order, expected = 200) {
      const reply = await new Promise<Reply>((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', () => reject(new Error('the load generator ended')));
        child.send(order);
      });
      child.removeAllListeners('exit');
      if ('problem' in reply) {
        throw new Error(`the load broke off: ${reply.problem}`);
      }
      const others = Object.keys(reply.report.statuses).filter((code) => code !== String(expected));
      if (others.length > 0) {
        throw new Error(`answers other than ${expected}: ${JSON.stringify(reply.report.statuses)}`);
      }
      return reply.report;
    },
    stop: () => void child.kill(),
  };
}
