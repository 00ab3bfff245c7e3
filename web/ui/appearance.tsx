import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

import { chooseLanguage, languageNames } from '../language.ts';
import { language, t } from '../text.ts';
import { chooseTheme, theme } from '../theme.ts';

/** How the pages look in this browser: the theme and the language. */
export function Appearance() {
  return (
    <div class="flex flex-wrap gap-x-4 gap-y-1 text-muted">
      <Choice
        label={t('Theme')}
        value={theme.value ?? 'system'}
        options={[
          ['system', t('As the device')],
          ['light', t('Light')],
          ['dark', t('Dark')],
        ]}
        onChoose={chooseTheme}
      />
      <Choice
        label={t('Language')}
        value={language.value}
        options={Object.entries(languageNames)}
        onChoose={(name) => void chooseLanguage(name)}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: ComponentChildren])[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div class="flex items-center gap-0.5">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="min-h-9 cursor-pointer rounded-md bg-transparent px-1 text-ink hover:bg-sunken"
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map(([name, text]) => (
          <option key={name} value={name} selected={name === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
