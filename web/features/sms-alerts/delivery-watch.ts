import type { ProviderCall } from '../../ledger.ts';

const LOOK_MILLISECONDS = 1000;
/** Nobody watches a hidden page. */
const HIDDEN_LOOK_MILLISECONDS = 5000;
const WATCH_MILLISECONDS = 30_000;

/** How far a message came. `unreported` is the end of our waiting, not of the message's way. */
export type Stage = 'taken' | 'sent' | 'delivered' | 'lost' | 'unreported';

/** What the provider's reports say of the message so far. */
export function stageOf(call: Pick<ProviderCall, 'delivery_status' | 'status'> | null): Stage {
  switch (call?.delivery_status ?? '') {
    case 'delivered':
      return 'delivered';
    case 'undelivered':
    case 'failed':
      return 'lost';
    case 'sent':
      return 'sent';
    default:
      return call?.status === 'FAIL' ? 'lost' : 'taken';
  }
}

/** Whether no later report can change it. */
export function isLastWord(stage: Stage): boolean {
  return stage === 'delivered' || stage === 'lost';
}

/** In how many milliseconds to look again; null when there is no reason to. */
export function nextLook(
  stage: Stage,
  watchedMilliseconds: number,
  hidden: boolean,
): number | null {
  if (isLastWord(stage) || watchedMilliseconds >= WATCH_MILLISECONDS) {
    return null;
  }
  return hidden ? HIDDEN_LOOK_MILLISECONDS : LOOK_MILLISECONDS;
}
