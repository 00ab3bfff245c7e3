import * as z from 'zod/mini';

const modeSchema = z
  .strictObject({
    delay_ms: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
    fail_call: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
    kind: z.optional(z.enum(['before', 'after', 'hang'])),
    /** Whose calls are counted and fail; those of requests when left out. */
    of: z.optional(z.enum(['requests', 'background'])),
  })
  .check(
    z.refine((mode) => (mode.fail_call === undefined) === (mode.kind === undefined), {
      message: 'fail_call and kind come together',
    }),
  );

/** before: refused without running · after: ran, the answer is lost · hang: nothing is answered for 30 s. */
export type FaultKind = 'before' | 'after' | 'hang';

/** A request waits for the call, or nobody does. */
export type CallOrigin = 'requests' | 'background';

export type Faults = {
  /** Takes the body of `POST /mode`; returns what is wrong with it, or null. `{}` is normal again. */
  set(body: string): string | null;
  /** What happens to the call that just came in. */
  next(origin: CallOrigin): { delayMs: number; fault: FaultKind | null };
};

/** The misbehaviour a test asks for. Calls are counted from the moment it is asked. */
export function createFaults(): Faults {
  let mode: z.infer<typeof modeSchema> = {};
  let calls = 0;
  return {
    set(body) {
      const parsed = modeSchema.safeParse(asJson(body));
      if (!parsed.success) {
        return z.prettifyError(parsed.error);
      }
      mode = parsed.data;
      calls = 0;
      return null;
    },
    next(origin) {
      if (origin !== (mode.of ?? 'requests')) {
        return { delayMs: mode.delay_ms ?? 0, fault: null };
      }
      calls += 1;
      const fault = calls === mode.fail_call ? mode.kind : undefined;
      return { delayMs: mode.delay_ms ?? 0, fault: fault ?? null };
    },
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // refused by the schema
  }
}
