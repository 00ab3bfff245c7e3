import type { Integration } from '../../ledger.ts';
import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { MissingVariables } from '../../ui/missing-variables.tsx';
import { SendForm } from './send-form.tsx';

interface SendTestCardProps {
  readonly user: Me['user'];
  readonly messenger: Integration | null;
  /** Something was sent, or failed to be: the figures and the list are others now. */
  readonly onChanged: () => Promise<void>;
}

/** Sends a test message and follows it. */
export function SendTestCard({ user, messenger, onChanged }: SendTestCardProps) {
  const missing = messenger?.missing_env_vars ?? [];
  return (
    <Card title={t('Send a test message')}>
      {messenger?.mode === 'simulator' && <SimulatorNote />}
      {missing.length > 0 ? (
        <>
          <p class="text-muted">
            {t('{label} is not configured, so nothing can be sent yet.', {
              label: messenger?.label ?? '',
            })}
          </p>
          <MissingVariables names={missing} />
        </>
      ) : (
        <SendForm user={user} messenger={messenger} onChanged={onChanged} />
      )}
    </Card>
  );
}

function SimulatorNote() {
  return (
    <p class="rounded-lg border border-caution/30 bg-caution-wash px-4 py-3 text-[0.9375rem] text-caution">
      <span class="font-medium">{t('Simulator.')}</span> {t('No message leaves this machine.')}
    </p>
  );
}
