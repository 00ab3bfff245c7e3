import type { Integration } from '../../ledger.ts';
import { providerFix } from '../../problem-words.ts';
import { t } from '../../text.ts';
import { MissingVariables } from '../../ui/missing-variables.tsx';

/** What stands between a provider and "connected", and what to do about it. Nothing when nothing does. */
export function Trouble({ integration }: { readonly integration: Integration }) {
  const { error_code, suggested_fix, missing_env_vars: missing } = integration;
  if (error_code === null) {
    return null;
  }
  if (missing.length > 0) {
    return (
      <div class="space-y-2">
        <p class="text-[0.9375rem]">
          {missing.length === 1
            ? t('One variable is missing or malformed.')
            : t('{count} variables are missing or malformed.', { count: missing.length })}
        </p>
        <MissingVariables names={missing} />
      </div>
    );
  }
  return (
    <p class="text-[0.9375rem]">
      <code
        translate={false}
        class="mr-2 rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.8125rem]"
      >
        {error_code}
      </code>
      {providerFix(error_code, suggested_fix)}
    </p>
  );
}
