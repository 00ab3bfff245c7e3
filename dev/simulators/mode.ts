import * as z from 'zod/mini';

/** What every simulator can be asked to do to the calls of its API. */
export const modeShape = {
  status: z.optional(z.int().check(z.minimum(400), z.maximum(599))),
  hang_ms: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
  drop: z.optional(z.boolean()),
};

/**
 * status: every call is answered with that failure · hang_ms: the call is taken, the answer comes that much later ·
 * drop: nothing is taken, the connection breaks in the middle of an answer · `{}` is normal.
 */
export const plainModes = z
  .strictObject(modeShape)
  .check(z.refine(dropsOrFails, { message: 'drop and status exclude each other' }));

export type Mode = {
  status?: number | undefined;
  hang_ms?: number | undefined;
  drop?: boolean | undefined;
  /** The call is taken, its answer is lost. Only some simulators offer it. */
  drop_after_send?: boolean | undefined;
};

export type ModeSwitch<M extends Mode> = {
  readonly current: M;
  /** Takes the body of `POST /mode`; returns what is wrong with it, or null. */
  set(body: string): string | null;
  reset(): void;
};

/** Holds the misbehaviour that was asked for last; without one all is normal. */
export function createModeSwitch<M extends Mode>(modes: z.ZodMiniType<M>): ModeSwitch<M> {
  const normal = modes.parse({});
  let current = normal;
  return {
    get current() {
      return current;
    },
    set(body) {
      const parsed = modes.safeParse(parseJson(body));
      if (!parsed.success) {
        return z.prettifyError(parsed.error);
      }
      current = parsed.data;
      return null;
    },
    reset() {
      current = normal;
    },
  };
}

/** For a schema: dropping the connection and answering a failure make no sense together. */
export function dropsOrFails(mode: Mode): boolean {
  return !mode.drop || mode.status === undefined;
}

/** The value a JSON text stands for; undefined, which every schema refuses, when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
