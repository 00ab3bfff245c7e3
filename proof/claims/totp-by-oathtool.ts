import { execFileSync } from 'node:child_process';

import { clause, ASVS, type Claim } from '../claim.ts';
import { oathtoolCode, settleInStep } from '../client/authenticator.ts';

/** Of RFC 6238 appendix B: the key, the time and the code for SHA-1. */
const VECTOR = Object.freeze({
  key: '3132333435363738393031323334353637383930',
  at: '1970-01-01 00:00:59 UTC',
  code: '94287082',
});

/** An authenticator that is not part of this project. */
export const totpByOathtool: Claim = {
  id: 'totp-by-oathtool',
  title:
    'Codes of an independent authenticator (oathtool) pass the second factor; one step of clock drift is accepted, two are not.',
  shows:
    'oathtool is first checked against the example of the standard. Then its codes for a minute ago and a minute from now must be refused, and its code for half a minute from now must be accepted.',
  group: 'What a client sees',
  clauses: [...clause('RFC 6238', '4', '5.2', 'appendix B'), ...clause(ASVS, '6.5.5')],
  needs: ['oathtool'],
  async run(context) {
    const example = execFileSync(
      'oathtool',
      ['--totp', '--digits=8', `--now=${VECTOR.at}`, VECTOR.key],
      { encoding: 'utf8' },
    ).trim();
    context.checkEqual('oathtool shows the code of the standard’s example', example, VECTOR.code);
    const person = await context.accounts.enrol();
    await settleInStep(10);
    const transcript = context.transcript('Codes of oathtool');
    const client = context.client(transcript);
    const temp_token = await context.accounts.tempToken(person, client);
    for (const [name, offset] of [
      ['from a minute ago', -2],
      ['for a minute from now', 2],
    ] as const) {
      const answer = await client
        .note(`A code ${name}`)
        .post('/api/auth/2fa/verify', { temp_token, code: oathtoolCode(person.secret, offset) });
      context.check(
        `A code ${name} is refused`,
        answer.status === 401,
        `${answer.status} ${answer.errorCode}`,
      );
    }
    const ahead = await client
      .note('A code for half a minute from now')
      .post('/api/auth/2fa/verify', { temp_token, code: oathtoolCode(person.secret, 1) });
    context.checkEqual('A code half a minute ahead is accepted', ahead.status, 200);
  },
};
