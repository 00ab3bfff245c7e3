import { useEffect, useState } from 'preact/hooks';

import { brand } from '../brand.ts';
import { keyed, t } from '../text.ts';
import type { Estimate } from './estimate.ts';

const PAUSE_MILLISECONDS = 150;
const STEPS = [1, 2, 3, 4];

const words = () => [
  t('Guessed at once'),
  t('Easy to guess'),
  t('Could be harder to guess'),
  t('Hard to guess'),
  t('Very hard to guess'),
];

const colours = ['bg-danger', 'bg-danger', 'bg-caution', 'bg-accent', 'bg-accent'];

interface StrengthMeterProps {
  readonly password: string;
  readonly email: string;
}

/** How hard the password is to guess while it is typed. The server decides; this helps to choose. */
export function StrengthMeter({ password, email }: StrengthMeterProps) {
  const [weighed, setWeighed] = useState<Estimate | null>(null);
  useEffect(() => {
    if (password === '') {
      return undefined;
    }
    let isCurrent = true;
    async function weigh() {
      // Without the lists there is no meter, and the form works all the same.
      const loaded = await import('./estimate.ts').catch(() => null);
      if (isCurrent && loaded) {
        setWeighed(loaded.estimate(password, email, brand));
      }
    }
    const timer = setTimeout(() => void weigh(), PAUSE_MILLISECONDS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [password, email]);
  const estimate = password === '' ? null : weighed;
  const { score: known = null, advice = null } = estimate ?? {};
  return (
    <div class="mt-2 min-h-9" hidden={password === ''}>
      <div
        class="flex gap-1"
        role="meter"
        aria-label={t('Strength of the password')}
        aria-valuemin={0}
        aria-valuemax={STEPS.length}
        aria-valuenow={known ?? 0}
        aria-valuetext={known === null ? '' : words()[known]}
      >
        {STEPS.map((step) => (
          <span
            key={step}
            class={`h-1 flex-1 rounded-full ${known !== null && known >= step ? colours[known] : 'bg-hairline'}`}
          />
        ))}
      </div>
      <p class="mt-1.5 text-sm text-muted">
        {known === null ? '' : words()[known]}
        {advice && <> · {keyed(`${advice.variant}.suggested_fix`) ?? advice.sentence}</>}
      </p>
    </div>
  );
}
