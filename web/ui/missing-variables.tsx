import { t } from '../text.ts';
import { CopyButton } from './copy-button.tsx';

/** The variables that are absent, each with the command that sets it. Never a value. */
export function MissingVariables({ names }: { readonly names: readonly string[] }) {
  return (
    <div class="space-y-4 rounded-lg border border-hairline bg-sunken p-4">
      <Lines
        title={t('Where it is deployed, run')}
        lines={names.map((name) => {
          const command = `npx wrangler secret put ${name}`;
          return {
            shown: command,
            copied: command,
            label: t('Copy the command for {name}', { name }),
          };
        })}
      />
      <Lines
        title={t('On this machine, add to .dev.vars and start again')}
        lines={names.map((name) => ({
          shown: `${name}=…`,
          copied: `${name}=`,
          label: t('Copy the line for {name}', { name }),
        }))}
      />
    </div>
  );
}

interface Line {
  readonly shown: string;
  readonly copied: string;
  readonly label: string;
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  return (
    <div>
      <p class="text-sm text-muted">{title}</p>
      <ul class="mt-1 divide-y divide-hairline">
        {lines.map(({ shown, copied, label }) => (
          <li key={shown} class="flex items-center justify-between gap-3 py-1.5">
            <code
              translate={false}
              class="min-w-0 font-mono text-[0.8125rem] wrap-anywhere select-all"
            >
              {shown}
            </code>
            <CopyButton text={copied} label={label}>
              {t('Copy')}
            </CopyButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
