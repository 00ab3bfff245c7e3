import { h, type ComponentChild, type ComponentType } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';

import { t } from '../text.ts';
import { useRetry } from './use-retry.ts';

/**
 * A part that not everybody needs, or not at once: its script is asked for when it is first drawn.
 * `waiting` holds its place until then.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: () => ComponentChild = () => null,
): ComponentType<Props> {
  return function Later(props: Props) {
    const [part, setPart] = useState<ComponentType<Props> | 'away' | null>(null);
    const ask = useCallback(() => {
      load().then(
        (loaded) => setPart(() => loaded),
        () => setPart('away'),
      );
    }, []);
    useEffect(ask, [ask]);
    useRetry(part === 'away', ask);
    if (part === 'away') {
      return (
        <p role="alert" class="text-danger">
          {t('This did not load. Reload the page.')}
        </p>
      );
    }
    return part ? h(part, props) : waiting();
  };
}
