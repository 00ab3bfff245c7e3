import type { Claim } from './claim.ts';
import { argon2Recomputed } from './claims/argon2-recomputed.ts';
import { auditChain } from './claims/audit-chain.ts';
import { backupCodeHashes } from './claims/backup-code-hashes.ts';
import { backupCodeOnce } from './claims/backup-code-once.ts';
import { callbackForgery } from './claims/callback-forgery.ts';
import { canariesDatabase } from './claims/canaries-database.ts';
import { canariesLogs } from './claims/canaries-logs.ts';
import { canariesMails } from './claims/canaries-mails.ts';
import { canariesObjects } from './claims/canaries-objects.ts';
import { changes } from './claims/changes.ts';
import { codeReplay } from './claims/code-replay.ts';
import { enumerationTiming } from './claims/enumeration-timing.ts';
import { exportIsWhole } from './claims/export-is-whole.ts';
import { failsClosedWithoutKey } from './claims/fails-closed-without-key.ts';
import { headersAndCookies } from './claims/headers-and-cookies.ts';
import { alertsNotStarved } from './claims/alerts-not-starved.ts';
import { integrationsStatus } from './claims/integrations-status.ts';
import { limitPerAddress } from './claims/limit-per-address.ts';
import { limitPerPerson } from './claims/limit-per-person.ts';
import { limitCodeLoop } from './claims/limit-code-loop.ts';
import { ledgerPrivacy } from './claims/ledger-privacy.ts';
import { limitMail } from './claims/limit-mail.ts';
import { limitRememberedBrowsers } from './claims/limit-remembered-browsers.ts';
import { limitSms } from './claims/limit-sms.ts';
import { limitSurvivesIdle } from './claims/limit-survives-idle.ts';
import { noHostedAuthCalls } from './claims/no-hosted-auth-calls.ts';
import { noSensitiveLogs } from './claims/no-sensitive-logs.ts';
import { noWorkflowFiles } from './claims/no-workflow-files.ts';
import { raceVerify } from './claims/race-verify.ts';
import { screens } from './claims/screens.ts';
import { sealRoundTrip } from './claims/seal-round-trip.ts';
import { sessionHash } from './claims/session-hash.ts';
import { signaturesByOpenssl } from './claims/signatures-by-openssl.ts';
import { smsTestRecorded } from './claims/sms-test-recorded.ts';
import { statusNamesMissingKey } from './claims/status-names-missing-key.ts';
import { tempTokenExpires } from './claims/temp-token-expires.ts';
import { tempTokenOnce } from './claims/temp-token-once.ts';
import { tempTokenRows } from './claims/temp-token-rows.ts';
import { thousandGuesses } from './claims/thousand-guesses.ts';
import { totpByOathtool } from './claims/totp-by-oathtool.ts';
import { totpSecretSealed } from './claims/totp-secret-sealed.ts';
import { twoFactorFlow } from './claims/two-factor-flow.ts';

/** Every claim, in the order of the report. */
export const claims: readonly Claim[] = Object.freeze([
  tempTokenRows,
  totpSecretSealed,
  sealRoundTrip,
  backupCodeHashes,
  sessionHash,
  argon2Recomputed,
  canariesDatabase,
  canariesLogs,
  canariesObjects,
  canariesMails,
  twoFactorFlow,
  tempTokenOnce,
  tempTokenExpires,
  backupCodeOnce,
  totpByOathtool,
  headersAndCookies,
  limitPerPerson,
  limitPerAddress,
  limitCodeLoop,
  limitSms,
  alertsNotStarved,
  limitMail,
  limitSurvivesIdle,
  limitRememberedBrowsers,
  raceVerify,
  thousandGuesses,
  codeReplay,
  callbackForgery,
  enumerationTiming,
  smsTestRecorded,
  integrationsStatus,
  ledgerPrivacy,
  statusNamesMissingKey,
  failsClosedWithoutKey,
  auditChain,
  exportIsWhole,
  signaturesByOpenssl,
  noHostedAuthCalls,
  noSensitiveLogs,
  noWorkflowFiles,
  changes,
  screens,
]);
