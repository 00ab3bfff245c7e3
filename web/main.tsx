import { render } from 'preact';

import { App } from './app.tsx';
import { watchDisplacedTexts } from './displaced-texts.ts';
import { takeUpLanguage } from './language.ts';
import { firstPathFor } from './next-path.ts';
import { takeUpTheme } from './theme.ts';

/**
 * The Worker says in the document when no session came with the request for it: then nobody is asked
 * who is signed in.
 */
function beginAtSignIn() {
  const asked = `${location.pathname}${location.search}${location.hash}`;
  const first = firstPathFor(asked);
  if (document.documentElement.dataset['session'] === 'none' && first !== asked) {
    history.replaceState(null, '', first);
  }
}

const root = document.getElementById('app');
beginAtSignIn();
takeUpTheme();
await takeUpLanguage();
if (root) {
  root.replaceChildren();
  watchDisplacedTexts(root);
  render(<App />, root);
}
