/** Why calls of an endpoint are counted in no window; a contract names one. Nothing of this is in the Worker. */
export const uncounted = Object.freeze({
  reads: 'Reads what the person or their role may see, and changes nothing.',
  'same-for-all': 'The same small answer for everybody, from what the Worker has at hand.',
  'kept-answer': 'The answer is kept for seconds, however often it is asked for.',
  'service-token':
    'A service proves itself by a signed token that ends within minutes; messages have caps.',
  'cookie-only':
    'Only moves a token between the browser and its cookie; nothing is compared or written.',
  signed: 'A signature is checked first, and a report that came before changes nothing.',
  'once-a-minute':
    'Changes something once a minute at most; in between the answer is the same and nothing is written.',
  'ends-once':
    'Writes only when something ended; a thief must not be able to use up the attempts of the owner to end it.',
  exports: 'Counted per person, because each export is recorded.',
});

export type UncountedReason = keyof typeof uncounted;
