import { setTimeout as sleep } from 'node:timers/promises';

import { sessionLimits } from '../../src/core/sessions/limits.ts';
import { nothingOf, type Attack } from './attack.ts';
import { livingSessions } from './evidence.ts';

const { rotationGraceSeconds } = sessionLimits;

export const refreshRace: Attack = {
  id: 'refresh-race',
  scenario:
    'One session token is exchanged many times at the same moment, and the new token is used. After the grace period an attacker sends the old token and goes on with what it got.',
  policy: `sessionLimits: an exchanged token is valid for ${rotationGraceSeconds} s after the first use of the new one, for requests of other tabs; sent later it ends the session`,
  countedBy: 'active rows of auth_sessions; the row session.reused in the audit trail',
  blocks: ['NOT_AUTHENTICATED'],
  mostTries: 60,
  async run({ accounts, database, size }, tally) {
    const owner = await accounts.signIn();
    const stolen = owner.client.sessionToken ?? '';
    const tab = () => {
      const client = accounts.newClient();
      client.cookies.set('__Host-session', stolen);
      return client;
    };
    const tabs = Array.from({ length: size(20, 5) }, tab);
    await tally.sendAtOnce(
      tabs.length,
      async (index) => await (tabs[index] ?? tab()).post('/api/auth/refresh'),
    );
    const raced = await livingSessions(database, owner.id);
    await (tabs[0] ?? tab()).get('/api/auth/me');
    await sleep((rotationGraceSeconds + 1) * 1000);
    let spoken = 0;
    for (let show = 0; show < size(5, 2); show++) {
      const { status } = await tally.send(async () => await tab().get('/api/auth/me'));
      spoken += status === 200 ? 1 : 0;
    }
    for (const each of tabs.slice(0, size(5, 2))) {
      const { status } = await tally.send(async () => await each.get('/api/auth/me'));
      spoken += status === 200 ? 1 : 0;
    }
    const left = await livingSessions(database, owner.id);
    const records = await database(
      "select id::text from security_audit_logs where actor_id = $1 and action = 'session.reused'",
      [owner.id],
    );
    return {
      bound: nothingOf(null),
      evaluated: tally.tries.length,
      successes: spoken + Math.max(0, raced.length - 1) + left.length,
      rows: records.map(({ id }) => String(id)),
      notes: [
        `${tabs.length} parallel exchanges left ${raced.length} session; ${left.length} remained after the old token was sent.`,
      ],
    };
  },
};
