import { Admin } from '../../pages/admin.tsx';
import { t } from '../../text.ts';
import { later } from '../../ui/later.tsx';

/** For those alone whose role opens the page. */
const AuditPage = later(async () => (await import('./audit-page.tsx')).AuditPage);

/** The page at `/admin/audit`. */
export function Audit() {
  return (
    <Admin
      title={t('Audit')}
      lead={t('What happened, newest first. Nobody can change it unseen.')}
      permission="audit.read"
    >
      {(me) => <AuditPage mayExport={me.permissions.includes('audit.export')} />}
    </Admin>
  );
}
