import { addressWindow, personWindow } from '../../src/core/endpoint/counted-in.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';

type Rule = readonly [applies: (spec: Endpoint) => boolean, codes: readonly string[]];

const isWriting = ({ method }: Endpoint) => method !== 'GET';
const isFor = (...guards: readonly string[]) => {
  return ({ guard }: Endpoint) => guards.includes(guard);
};

/** What the pipeline before a use case may answer, by what the contract says (src/core/guards/admit.ts). */
const rules: readonly Rule[] = [
  [({ works }) => works !== 'unconfigured', ['CONFIG_INCOMPLETE', 'APP_ENC_KEY_MISSING']],
  [isWriting, ['ORIGIN_REFUSED', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID_REQUEST']],
  [({ query }) => query !== undefined, ['INVALID_REQUEST']],
  [
    (spec) => addressWindow(spec) !== null || personWindow(spec) !== null,
    ['RATE_LIMITED', 'LIMITER_UNAVAILABLE', 'OVERLOADED'],
  ],
  [isFor('session', 'fresh', 'role', 'service'), ['NOT_AUTHENTICATED']],
  [isFor('session', 'fresh', 'role'), ['DATABASE_UNAVAILABLE', 'OVERLOADED']],
  [(spec) => isWriting(spec) && isFor('session', 'fresh', 'role')(spec), ['ACCOUNT_CHANGED']],
  [isFor('fresh', 'role'), ['FRESH_SESSION_REQUIRED']],
  [({ guard, serves }) => guard === 'session' && serves !== 'moved', ['FRESH_SESSION_REQUIRED']],
  [isFor('role'), ['FORBIDDEN', 'TWO_FACTOR_REQUIRED']],
  [isFor('service', 'signature'), ['FORBIDDEN']],
  [({ path }) => path.includes('/:'), ['NOT_FOUND']],
  [({ hashes }) => hashes === true, ['OVERLOADED']],
];

/** Every code that a call may be refused with: the pipeline's, and those of the code behind it. */
export function codesOf(spec: Endpoint, ofUseCase: readonly string[]): string[] {
  const ofPipeline = rules.filter(([applies]) => applies(spec)).flatMap(([, codes]) => codes);
  return [...new Set([...ofPipeline, ...ofUseCase, 'INTERNAL'])];
}
