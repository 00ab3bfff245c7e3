import * as z from 'zod/mini';
import { dropsOrFails, modeShape } from './mode.ts';

/** How a message ends. */
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

const deliveryStatus = z.enum(['delivered', 'undelivered', 'failed']);

/**
 * Beside what all simulators can do: code goes with status · drop_after_send: the message is taken, the answer is lost ·
 * delivery and error_code: how messages end · callbacks: false reports nothing · delivery_ms: the first callback
 * comes after that long, the last after three times as long.
 */
export const twilioModes = z
  .strictObject({
    ...modeShape,
    code: z.optional(z.int().check(z.minimum(10_000), z.maximum(99_999))),
    drop_after_send: z.optional(z.boolean()),
    delivery: z.optional(deliveryStatus),
    error_code: z.optional(z.int().check(z.minimum(30_001), z.maximum(39_999))),
    callbacks: z.optional(z.boolean()),
    delivery_ms: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
  })
  .check(
    z.refine(dropsOrFails, { message: 'drop and status exclude each other' }),
    z.refine((mode) => mode.code === undefined || mode.status !== undefined, {
      message: 'code goes with status',
    }),
    z.refine((mode) => !mode.drop_after_send || (!mode.drop && mode.status === undefined), {
      message: 'drop_after_send excludes drop and status',
    }),
    z.refine((mode) => mode.error_code === undefined || isFailure(mode.delivery), {
      message: 'error_code goes with delivery undelivered or failed',
    }),
  );

export type TwilioMode = z.infer<typeof twilioModes>;

function isFailure(delivery: DeliveryStatus | undefined): boolean {
  return delivery === 'undelivered' || delivery === 'failed';
}
