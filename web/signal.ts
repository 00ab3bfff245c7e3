import { options, type Component, type VNode } from 'preact';

/** A value that pages share: a component that reads it while it is drawn is drawn anew when it changes. */
export interface Signal<T> {
  value: T;
  /** The value, without being drawn anew for it. */
  peek(): T;
}

interface Drawn extends VNode {
  /** The component of a drawn node. */
  readonly __c?: Component | null;
}

/** The hooks by which Preact tells that a component is drawn and goes; its own packages use the same. */
const hooks: {
  __r?: (node: Drawn) => void;
  diffed?: (node: Drawn) => void;
  unmount?: (node: Drawn) => void;
} = options;

const allReaders = new Set<Set<Component>>();
let drawing: Component | null = null;

const { __r: began, diffed: ended, unmount: gone } = hooks;
hooks.__r = (node) => {
  drawing = node.__c ?? null;
  began?.(node);
};
hooks.diffed = (node) => {
  drawing = null;
  ended?.(node);
};
hooks.unmount = (node) => {
  if (node.__c) {
    for (const readers of allReaders) {
      readers.delete(node.__c);
    }
  }
  gone?.(node);
};

/** A value of the whole page, `initial` at first. */
export function signal<T>(initial: T): Signal<T> {
  let held = initial;
  const readers = new Set<Component>();
  allReaders.add(readers);
  return {
    get value() {
      if (drawing) {
        readers.add(drawing);
      }
      return held;
    },
    set value(next) {
      if (next === held) {
        return;
      }
      held = next;
      for (const reader of readers) {
        reader.forceUpdate();
      }
    },
    peek: () => held,
  };
}
