import { useEffect } from 'preact/hooks';

import { t } from '../text.ts';

let unsaved = 0;

/** Asks before what is shown this once is gone; true when nothing is, or the person wants to leave. */
export function mayLeave(): boolean {
  return unsaved === 0 || confirm(t('Leave without saving? What is shown here is shown only now.'));
}

/**
 * Keeps the page while something on it is not saved: the browser asks before it closes or reloads it,
 * and we ask before a link or Back leads away. The entry added to the history is what Back goes to first.
 */
export function useKeepPage(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) {
      return undefined;
    }
    const stays = { unsaved: true };
    const guard = () => history.pushState(stays, '', location.href);
    let leaving = false;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const askForLink = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest('a[href]');
      if (link && link.getAttribute('target') === null && !mayLeave()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    };
    const askForBack = (event: PopStateEvent) => {
      if (leaving) {
        return; // the router goes where it leads
      }
      event.stopImmediatePropagation();
      leaving = mayLeave();
      if (leaving) {
        history.back();
      } else {
        guard();
      }
    };
    unsaved += 1;
    guard();
    addEventListener('beforeunload', ask);
    addEventListener('click', askForLink, true);
    addEventListener('popstate', askForBack, true);
    return () => {
      unsaved -= 1;
      removeEventListener('beforeunload', ask);
      removeEventListener('click', askForLink, true);
      removeEventListener('popstate', askForBack, true);
    };
  }, [isUnsaved]);
}
