/**
 * Keeps the pages right under a translator of pages. Translators put `<font>` elements where our texts
 * are. Whatever draws the pages still holds the texts it made: it would change them unseen, leave the
 * translation of one that is gone, and fail in inserting beside one that is elsewhere (NotFoundError).
 *
 * So a displaced text is put back at the moment somebody changes it, removes it or inserts beside it,
 * and the translator takes it anew. A text that does not change stays translated.
 */
export function watchDisplacedTexts(root: Node): void {
  const watch = new MutationObserver((records) => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
    const fresh = new Set<Node>(added.filter((node) => node.nodeName === 'FONT'));
    for (const record of fresh.size > 0 ? records : []) {
      for (const removed of record.removedNodes) {
        note(removed, record, fresh);
      }
    }
  });
  watch.observe(root, { subtree: true, childList: true });
}

/** Of a translator's element: our text that was in its place. */
const textOf = new WeakMap<Node, Text>();

/** A text, or an element that stood for one, has gone, and a new `<font>` is in its place. */
function note(removed: Node, record: MutationRecord, fresh: Set<Node>): void {
  const text = removed instanceof Text ? removed : textOf.get(removed);
  const { target, addedNodes, previousSibling, nextSibling } = record;
  const wrapper = [...addedNodes, previousSibling, nextSibling].find(
    (node): node is HTMLElement =>
      node instanceof HTMLElement && fresh.has(node) && node.parentNode === target,
  );
  if (text && wrapper) {
    fresh.delete(wrapper);
    textOf.set(wrapper, text);
    displace(text, wrapper);
  }
}

/** What Preact reads and sets of a text it has made, to find its place and to change it. */
const TOUCHED = Object.freeze(['parentNode', 'nextSibling', 'data']);

function displace(text: Text, wrapper: HTMLElement): void {
  const putBack = () => {
    for (const name of TOUCHED) {
      Reflect.deleteProperty(text, name);
    }
    if (textOf.get(wrapper) === text) {
      wrapper.parentNode?.insertBefore(text, wrapper);
      // Whoever is drawing may have it in hand as the place to go on at.
      queueMicrotask(() => wrapper.remove());
    }
    textOf.delete(wrapper);
  };
  const own = ({ prototype }: { readonly prototype: object }, name: string): unknown =>
    Reflect.get(prototype, name, text);
  const configurable = true;
  Object.defineProperties(text, {
    parentNode: {
      configurable,
      get() {
        putBack();
        return text.parentNode;
      },
    },
    nextSibling: {
      configurable,
      get: (): unknown => (wrapper.parentNode ? wrapper.nextSibling : own(Node, 'nextSibling')),
    },
    data: {
      configurable,
      get: () => own(CharacterData, 'data'),
      set(value: string) {
        putBack();
        text.data = value;
      },
    },
  });
}
