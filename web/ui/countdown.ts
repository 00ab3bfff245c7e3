import { useEffect, useState } from 'preact/hooks';
import { t } from '../text.ts';

const SECOND = 1000;

/** Whole seconds from now until then; 0 when it is over or was never to be waited for. */
export function secondsLeft(untilMilliseconds: number | null, nowMilliseconds: number): number {
  return untilMilliseconds === null
    ? 0
    : Math.max(0, Math.ceil((untilMilliseconds - nowMilliseconds) / SECOND));
}

/** "42 seconds" up to a minute and a half, then "4:58", then "1:02:03". */
export function waitText(seconds: number): string {
  if (seconds < 90) {
    return seconds === 1 ? t('1 second') : t('{count} seconds', { count: seconds });
  }
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? part : String(part).padStart(2, '0'))).join(':');
}

/** Seconds left, drawn anew each second. Reads the clock each time, so a sleeping tab does not lag. */
export function useSecondsLeft(untilMilliseconds: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (secondsLeft(untilMilliseconds, Date.now()) === 0) {
      return undefined;
    }
    const timer = setInterval(() => {
      setNow(Date.now());
      if (secondsLeft(untilMilliseconds, Date.now()) === 0) {
        clearInterval(timer);
      }
    }, SECOND);
    return () => clearInterval(timer);
  }, [untilMilliseconds]);
  return secondsLeft(untilMilliseconds, now);
}
