import { adminUsersPages } from './features/admin-users/pages.ts';
import { auditLogPages } from './features/audit-log/pages.ts';
import { bootstrapPages } from './features/bootstrap/pages.ts';
import { emailVerificationPages } from './features/email-verification/pages.ts';
import { integrationsPages } from './features/integrations/pages.ts';
import { deletionPages } from './features/account-deletion/pages.ts';
import { passwordPages } from './features/passwords/pages.ts';
import { referencePages } from './features/reference/pages.ts';
import { registerPages } from './features/register/pages.ts';
import { sessionsPages } from './features/sessions/pages.ts';
import { signInPages } from './features/sign-in/pages.ts';
import { smsAlertsPages } from './features/sms-alerts/pages.ts';
import { systemStatusPages } from './features/system-status/pages.ts';
import type { Page } from './page.ts';
import { sharedPages } from './pages/pages.ts';

/** THE wiring of the pages: one line per feature. Menus show their links in this order. */
export const pages: Readonly<Record<string, Page>> = {
  ...sharedPages,
  ...signInPages,
  ...registerPages,
  ...emailVerificationPages,
  ...passwordPages,
  ...deletionPages,
  ...bootstrapPages,
  ...integrationsPages,
  ...smsAlertsPages,
  ...systemStatusPages,
  ...adminUsersPages,
  ...sessionsPages,
  ...auditLogPages,
  ...referencePages,
};

/** The page at exactly this path. */
export function pageAt(path: string): Page | undefined {
  return Object.hasOwn(pages, path) ? pages[path] : undefined;
}
