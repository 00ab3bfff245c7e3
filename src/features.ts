import { writeWindows } from './core/endpoint/limits.ts';
import { factorWindows } from './core/factors/limits.ts';
import { composeWindows } from './core/limits/compose-windows.ts';
import type { NamedWindows } from './core/limits/limits.ts';
import { passwordWindows } from './core/passwords/limits.ts';
import { refusalWindows } from './core/refusals/limits.ts';
import { roleWindows } from './core/roles/limits.ts';
import { tokenWindows } from './core/tokens/limits.ts';
import { requestErrors } from './platform/web/errors.ts';
import { limitErrors } from './core/limits/errors.ts';
import { passwordErrors } from './core/passwords/errors.ts';
import { tokenErrors } from './core/tokens/errors.ts';
import { configErrors } from './core/vault/errors.ts';
import { backupCodes } from './features/backup-codes/index.ts';
import { pages } from './features/pages/index.ts';
import { problems } from './features/problems/index.ts';
import { registration } from './features/register/index.ts';
import { sessions } from './features/sessions/index.ts';
import { signIn } from './features/sign-in/index.ts';
import { stepUp } from './features/step-up/index.ts';
import { auditHeads } from './features/audit-heads/index.ts';
import { accessTokens } from './features/access-tokens/index.ts';
import { adminUsers } from './features/admin-users/index.ts';
import { auditLog } from './features/audit-log/index.ts';
import { bootstrap } from './features/bootstrap/index.ts';
import { captcha } from './features/captcha/index.ts';
import { broker } from './features/broker/index.ts';
import { integrations } from './features/integrations/index.ts';
import { languageModel } from './features/llm/index.ts';
import { marketData } from './features/market-data/index.ts';
import { news } from './features/news/index.ts';
import { accountDeletion } from './features/account-deletion/index.ts';
import { emailVerification } from './features/email-verification/index.ts';
import { reference } from './features/reference/index.ts';
import { passwords } from './features/passwords/index.ts';
import { phone } from './features/phone/index.ts';
import { mailReports } from './features/mail-reports/index.ts';
import { smsAlerts } from './features/sms-alerts/index.ts';
import { systemStatus } from './features/system-status/index.ts';
import { totp } from './features/totp/index.ts';
import type { Deps } from './deps.ts';
import type { Route } from './http.ts';
import type { ErrorTable } from './platform/errors.ts';
import { dbErrors } from './platform/db/errors.ts';
import { loadErrors } from './platform/load-errors.ts';

/** A capability. A member that is left out is one it has no use for. */
export interface Feature {
  readonly name: string;
  readonly errors: readonly ErrorTable[];
  /** The windows its endpoints are counted in, beside those of core; see its limits.ts. */
  readonly windows?: NamedWindows;
  readonly routes: readonly Route[];
  /** The paths at which the document of the pages is served. */
  readonly pages?: readonly string[];
  /** What it does every five minutes, after the sweeps of core; whatever it returns is for its own tests. */
  readonly everyFiveMinutes?: (deps: Deps) => Promise<unknown>;
}

/** THE wiring: one line per capability. */
const capabilities: readonly Feature[] = [
  registration,
  emailVerification,
  passwords,
  captcha,
  signIn,
  sessions,
  stepUp,
  totp,
  backupCodes,
  phone,
  accountDeletion,
  bootstrap,
  adminUsers,
  auditLog,
  smsAlerts,
  mailReports,
  integrations,
  marketData,
  broker,
  languageModel,
  news,
  accessTokens,
  auditHeads,
  reference,
];

/** What any endpoint may be refused with, and what features share. */
export const sharedErrors = [
  requestErrors,
  limitErrors,
  loadErrors,
  passwordErrors,
  tokenErrors,
  configErrors,
  dbErrors,
];

/** Every window that attempts are counted in, by its name. */
export const windows = composeWindows([
  passwordWindows,
  factorWindows,
  tokenWindows,
  roleWindows,
  refusalWindows,
  writeWindows,
  ...capabilities.map(({ windows: own = {} }) => own),
]);

/** Every capability, and the page that explains the errors of all of them. */
export const features: readonly Feature[] = [
  ...capabilities,
  systemStatus(windows),
  pages,
  problems([...sharedErrors, ...capabilities.flatMap(({ errors }) => errors)]),
];

/** The pages a person can open; any other path is answered with the not-found page and status 404. */
export const pagePaths: readonly string[] = features.flatMap(({ pages: paths = [] }) => paths);
