import { useState } from 'preact/hooks';

import { t } from '../text.ts';
import { Button } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { CopyButton } from './copy-button.tsx';
import { download } from './download.ts';
import { useKeepPage } from './keep-page.ts';

interface SaveOnceProps {
  readonly lines: readonly string[];
  readonly listLabel: string;
  readonly copyLabel: string;
  readonly fileName: string;
  /** What these lines are, whose, where and since when: at the top of the file and of the paper. */
  readonly about: readonly string[];
  /** What the person says before they may go on. */
  readonly gate: string;
  readonly onDone: () => void;
}

/** Lines that are shown this once: copy them, download them, and say so before they go. */
export function SaveOnce({ lines, listLabel, copyLabel, gate, onDone, ...file }: SaveOnceProps) {
  const [saved, setSaved] = useState(false);
  useKeepPage(!saved);
  const content = lines.join('\n');
  return (
    <div class="space-y-4">
      <ol
        aria-label={listLabel}
        translate={false}
        class="grid gap-x-6 gap-y-2 rounded-lg border border-hairline bg-sunken px-4 py-4 font-mono text-[0.9375rem] sm:grid-cols-2"
      >
        {lines.map((line) => (
          <li key={line} class="select-all">
            {line}
          </li>
        ))}
      </ol>
      <div class="flex flex-wrap gap-2">
        <CopyButton text={content} label={copyLabel}>
          {t('Copy all')}
        </CopyButton>
        <SmallButton
          label={t('Download .txt')}
          onPress={() =>
            download(file.fileName, 'text/plain', `${file.about.join('\n')}\n\n${content}\n`)
          }
        />
        <SmallButton label={t('Print')} onPress={() => print()} />
      </div>
      <Checkbox label={gate} checked={saved} onChange={setSaved} />
      <Button disabled={!saved} onClick={onDone}>
        {t('Done')}
      </Button>
      <Paper about={file.about} lines={lines} />
    </div>
  );
}

/** All that is printed; on the screen it is not there. */
function Paper({ about, lines }: Pick<SaveOnceProps, 'about' | 'lines'>) {
  return (
    <div class="paper" aria-hidden="true" translate={false}>
      {about.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

interface SmallButtonProps {
  readonly label: string;
  readonly onPress: () => void;
}

function SmallButton({ label, onPress }: SmallButtonProps) {
  return (
    <button
      type="button"
      class="inline-flex min-h-8 items-center rounded-md border border-edge/60 bg-surface px-2.5 text-sm font-medium hover:border-edge hover:bg-sunken"
      onClick={onPress}
    >
      {label}
    </button>
  );
}
