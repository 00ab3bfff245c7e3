import * as z from 'zod/mini';

import { accessTokenLimits } from '../../../src/core/access-tokens/limits.ts';
import type { Check, Context } from '../check.ts';
import { blocker, couldNotCheck, ok, warning } from '../finding.ts';

/** How far a clock may be ahead of this machine's: at least, at most, in seconds. */
interface Ahead {
  readonly whose: string;
  readonly least: number;
  readonly most: number;
}

/** A TOTP step (RFC 6238): from here on right codes are refused. */
const STEP_SECONDS = 30;
const FINE_SECONDS = accessTokenLimits.clockSkewSeconds;
/** A Date header leaves the part of a second out; the ready answer may be remembered so long. */
const DATE_COARSE_SECONDS = 1;
const READY_REMEMBERED_SECONDS = 5;

const Ready = z.object({ checked_at: z.iso.datetime() });

/** From the Date header; where there is none, as on this machine, from what the Worker says of itself. */
async function siteAhead({ site }: Context): Promise<Ahead | null> {
  const answer = await site?.ask('/api/health/ready');
  if (!answer?.answered) {
    return null;
  }
  const date = answer.headers.get('date');
  const ready = Ready.safeParse(answer.body);
  const said = date ?? (ready.success ? ready.data.checked_at : null);
  if (said === null) {
    return null;
  }
  const coarse = date === null ? READY_REMEMBERED_SECONDS : DATE_COARSE_SECONDS;
  return { whose: 'the deployment', ...range(Date.parse(said), answer.between, coarse) };
}

async function databaseAhead(context: Context): Promise<Ahead | null> {
  const database = context.database ?? context.owner;
  if (!database) {
    return null;
  }
  await database.query('select 1'); // so that what is measured is one way there and back
  const sentAt = Date.now();
  const [row] = await database.query(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as at',
  );
  return { whose: 'the database', ...range(Number(row?.['at']), [sentAt, Date.now()], 0) };
}

/** The clock said `at` sometime between sending and hearing, and up to `coarse` seconds before. */
function range(at: number, [sentAt, cameAt]: readonly [number, number], coarse: number) {
  return { least: (at - cameAt) / 1000, most: (at - sentAt) / 1000 + coarse };
}

/** The least two clocks differ, whatever the roads cost. */
const apart = (one: Ahead, other: Ahead) =>
  Math.max(0, one.least - other.most, other.least - one.most);

export const clock: Check = {
  id: 'clock',
  looksAt: 'the clocks of this machine, the deployment and the database',
  async examine(context) {
    const others = [await siteAhead(context), await databaseAhead(context)].filter(
      (clocks) => clocks !== null,
    );
    if (others.length === 0) {
      return couldNotCheck('There is no other clock to compare with.');
    }
    const all = [{ whose: 'this machine', least: 0, most: 0 }, ...others];
    const pairs = all.flatMap((one, index) =>
      all.slice(index + 1).map((other) => ({ one, other, seconds: apart(one, other) })),
    );
    const worst = pairs.toSorted((left, right) => right.seconds - left.seconds)[0];
    const seconds = Math.round(worst?.seconds ?? 0);
    if (!worst || seconds <= FINE_SECONDS) {
      const whose = all.map((one) => one.whose).join(', ');
      return ok(`The clocks of ${whose} agree within ${FINE_SECONDS} seconds.`);
    }
    const sentence = `The clocks of ${worst.one.whose} and ${worst.other.whose} are ${seconds} seconds apart.`;
    const fix = 'sudo timedatectl set-ntp true && timedatectl status';
    return seconds >= STEP_SECONDS ? blocker(sentence, fix) : warning(sentence, fix);
  },
};
