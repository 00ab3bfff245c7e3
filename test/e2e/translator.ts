import type { Page } from 'playwright-core';

/** How a translator of pages treats a text: puts another in its place, or wraps the one that is there. */
export type Manner = 'replaces' | 'wraps';

/**
 * From the next document on, every text of the page is inside `<font>` elements as soon as it is drawn or
 * changed, as the translators of browsers do it. The words stay the same, so that they can be read.
 */
export async function translate(page: Page, manner: Manner): Promise<void> {
  await page.addInitScript(translator, manner);
}

/** How many texts the translator has taken so far on this document. */
export async function takenTexts(page: Page): Promise<number> {
  return await page.locator('font > font').count();
}

/** Runs in the page. */
function translator(manner: Manner): void {
  function take(text: Text): void {
    const within = text.parentElement?.closest('font, [translate=no], script, style, title');
    if (text.data.trim() === '' || !text.isConnected || within) {
      return;
    }
    const outer = document.createElement('font');
    const inner = outer.appendChild(document.createElement('font'));
    if (manner === 'replaces') {
      inner.append(text.data);
      text.replaceWith(outer);
    } else {
      text.parentNode?.insertBefore(outer, text);
      inner.appendChild(text);
    }
  }

  function takeAll(root: Node): void {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = root; node; node = walk.nextNode() as Node) {
      if (node instanceof Text) {
        texts.push(node);
      }
    }
    for (const text of texts) {
      take(text);
    }
  }

  addEventListener('DOMContentLoaded', () => {
    const watch = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        for (const node of [target, ...addedNodes].filter((one) => one instanceof Text)) {
          take(node);
        }
        for (const node of [...addedNodes].filter((one) => one instanceof Element)) {
          takeAll(node);
        }
      }
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    takeAll(document.body);
  });
}
