/**
 * Keeps the pages right under a translator of pages. Translators put `<font>` elements where our texts
 * are. Whatever draws the pages still holds the texts it made: it would change them unseen, leave the
 * translation of one that is gone, and fail in inserting beside one that is elsewhere (NotFoundError).
 *
 * So a displaced text is put back at the moment somebody changes it, removes it or inserts beside it,
 * and the translator takes it anew. A text that does not change stays translated. It watches from before
 * the first drawing: one text that was displaced unseen is enough to break a page.
 */
export function watchDisplacedTexts(root: Node): void {
  const taken = new WeakSet<Node>();
  const watch = new MutationObserver((records) => {
    for (const { target, removedNodes, addedNodes, previousSibling, nextSibling } of records) {
      for (const text of removedNodes) {
        const wrapper = [...addedNodes, previousSibling, nextSibling].find(
          (node) => node?.nodeName === 'FONT' && node.parentNode === target && !taken.has(node),
        );
        if (wrapper && text instanceof Text) {
          taken.add(wrapper);
          displace(text, wrapper);
        }
      }
    }
  });
  watch.observe(root, { subtree: true, childList: true });
}

/** What Preact reads and sets of a text that it has made, to find its place and to change it. */
function displace(text: Text, wrapper: Node): void {
  const native = (name: string): unknown => Reflect.get(Text.prototype, name, text);
  const putBack = () => {
    for (const name of Object.keys(touched)) {
      Reflect.deleteProperty(text, name);
    }
    wrapper.parentNode?.insertBefore(text, wrapper);
    // The renderer may hold it as the place to go on at.
    queueMicrotask(() => wrapper.parentNode?.removeChild(wrapper));
  };
  const touched: PropertyDescriptorMap = {
    parentNode: {
      get() {
        putBack();
        return text.parentNode;
      },
    },
    nextSibling: { get: () => (wrapper.parentNode ? wrapper.nextSibling : native('nextSibling')) },
    data: {
      get: () => native('data'),
      set(value: string) {
        putBack();
        text.data = value;
      },
    },
  };
  for (const [name, access] of Object.entries(touched)) {
    Object.defineProperty(text, name, { ...access, configurable: true });
  }
}
