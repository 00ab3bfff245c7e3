import { loadConfig, type Config } from '../config.ts';
import { SEALER } from '../core/audit/published-heads.ts';
import { createSealerCall } from '../core/audit/sealer-call.ts';
import { sealerObject } from '../core/audit/sealer-object.ts';
import { createVault } from '../core/vault/vault.ts';
import { systemClock } from '../platform/clock.ts';
import { signerOf } from '../platform/crypto/ed25519.ts';
import { connectEach } from '../platform/db/db.ts';
import { consoleLog } from '../platform/log.ts';
import { systemRandom } from '../platform/random.ts';
import { Secret } from '../platform/secret.ts';
import type { Env } from './env.ts';

// When the sealer comes to us, one number for the isolate: see core/audit/sealer-call.ts.
const callSealer = createSealerCall(Date.now);

/** Seals the audit trail; the only object of its kind is named SEALER. */
export class AuditSealer extends sealerObject<Env>((env) => {
  const config = loadConfig(env);
  return { log: consoleLog, parts: config.ok ? sealerParts(config.value) : null };
}) {}

function sealerParts({ DATABASE_URL, APP_ENC_KEY, AUDIT_SIGNING_KEY: own }: Config) {
  const url = new URL(DATABASE_URL.expose());
  url.searchParams.set('application_name', SEALER); // so that the server's lists tell it from requests
  return {
    clock: systemClock,
    db: connectEach(new Secret(url.href)),
    signer: async () =>
      own
        ? await signerOf(own.expose())
        : await createVault(APP_ENC_KEY, systemRandom).signer('audit-head'),
  };
}

/** The object that seals. */
export function sealerOf({ AUDIT_SEALER: objects }: Env) {
  return objects.get(objects.idFromName(SEALER));
}

/** Tells the sealer that rows wait, unless it comes anyway. When it cannot be told, cron does within five minutes. */
export async function wakeSealer(env: Env): Promise<void> {
  try {
    await callSealer(async () => await sealerOf(env).wake());
  } catch {
    // The rows wait in the database.
  }
}
