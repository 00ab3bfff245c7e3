import * as z from 'zod/mini';

const Text = z.object({
  v: z.int(),
  action: z.string(),
  actor: z.object({ id: z.nullable(z.string()) }),
  target: z.object({ id: z.nullable(z.string()) }),
  details: z.optional(z.string()),
  metadata: z.unknown(),
});

/** What a verifier has to know of a sealed text. */
export interface SealedRow {
  readonly action: string;
  readonly actorId: string | null;
  /** Whose details they are: of the person who acted, or, if nobody is known to have acted, of the person it was done to. */
  readonly person: string | null;
  /** To its details; null in form 1, which has them in clear. */
  readonly commitment: string | null;
  readonly metadata: unknown;
}

/** Null for a text that is that of no row. */
export function sealedRowOf(canonical: string): SealedRow | null {
  const { data } = Text.safeParse(parse(canonical));
  if (!data) {
    return null;
  }
  const { v, action, actor, target, details, metadata } = data;
  const commitment = v === 1 ? null : (details ?? '');
  return { action, actorId: actor.id, person: actor.id ?? target.id, commitment, metadata };
}

/** A text that somebody rewrote may be anything. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
