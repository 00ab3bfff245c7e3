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
import { leaving } from './features/leaving/index.ts';
import { emailVerification } from './features/email-verification/index.ts';
import { reference } from './features/reference/index.ts';
import { passwords } from './features/passwords/index.ts';
import { phone } from './features/phone/index.ts';
import { mailReports } from './features/mail-reports/index.ts';
import { smsAlerts } from './features/sms-alerts/index.ts';
import { systemStatus } from './features/system-status/index.ts';
import { totp } from './features/totp/index.ts';
import type { Route } from './http.ts';
import type { ErrorTable } from './platform/errors.ts';
import { dbErrors } from './platform/db/errors.ts';
import { loadErrors } from './platform/load-errors.ts';

/** A capability: its name, its errors, its routes. */
export interface Feature {
  readonly name: string;
  readonly errors: readonly ErrorTable[];
  readonly routes: readonly Route[];
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
  leaving,
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
  systemStatus,
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

/** Every capability, and the page that explains the errors of all of them. */
export const features: readonly Feature[] = [
  ...capabilities,
  pages,
  problems([...sharedErrors, ...capabilities.flatMap(({ errors }) => errors)]),
];
