import type { Attack } from './attack.ts';
import { backupCodeRace } from './backup-code-race.ts';
import { capStarvation } from './cap-starvation.ts';
import { codeGuessing } from './code-guessing.ts';
import { credentialStuffing } from './credential-stuffing.ts';
import { crossSite } from './cross-site.ts';
import { enumeration } from './enumeration.ts';
import { ledgerOracle } from './ledger-oracle.ts';
import { mailFlood } from './mail-flood.ts';
import { eviction } from './eviction.ts';
import { parallelReplay } from './parallel-replay.ts';
import { refreshRace } from './refresh-race.ts';
import { rememberedBrowsers } from './remembered-browsers.ts';
import { scannerPrefetch } from './scanner-prefetch.ts';
import { sessionFixation } from './session-fixation.ts';
import { smsPumping } from './sms-pumping.ts';
import { tempTokenTheft } from './temp-token-theft.ts';
import { truncatedExport } from './truncated-export.ts';

/** Every attack, one per line. */
export const attacks: readonly Attack[] = Object.freeze([
  credentialStuffing,
  codeGuessing,
  rememberedBrowsers,
  parallelReplay,
  tempTokenTheft,
  backupCodeRace,
  sessionFixation,
  crossSite,
  enumeration,
  scannerPrefetch,
  refreshRace,
  smsPumping,
  mailFlood,
  eviction,
  truncatedExport,
  ledgerOracle,
  capStarvation,
]);

/** The attacks with these names, separated by commas; all of them without an argument. Throws an Error that names an unknown one. */
export function chooseAttacks(only: string | undefined): readonly Attack[] {
  if (only === undefined) {
    return attacks;
  }
  return only.split(',').map((id) => {
    const found = attacks.find((attack) => attack.id === id.trim());
    if (!found) {
      throw new Error(`There is no attack "${id}". npm run attack -- --list shows them.`);
    }
    return found;
  });
}
