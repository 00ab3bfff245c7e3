interface Shared<T> {
  readonly made: Promise<{ readonly value: T; readonly end: () => Promise<void> }>;
  users: number;
}

/**
 * What the set-ups of several projects have in common, started by the first project that asks and stopped with the last.
 * Each project loads modules of its own, so it is kept where all of them look.
 */
export async function share<T>(
  name: string,
  make: () => Promise<{ readonly value: T; readonly end: () => Promise<void> }>,
): Promise<{ readonly value: T; readonly release: () => Promise<void> }> {
  const key = Symbol.for(`sallyport-tests-${name}`);
  const known = Reflect.get(globalThis, key) as Shared<T> | undefined;
  const shared = known ?? { made: make(), users: 0 };
  Reflect.set(globalThis, key, shared);
  shared.users += 1;
  const { value, end } = await shared.made;
  return {
    value,
    release: async () => {
      shared.users -= 1;
      if (shared.users === 0) {
        Reflect.deleteProperty(globalThis, key);
        await end();
      }
    },
  };
}
