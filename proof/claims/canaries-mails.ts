import { findPatterns, patternsOf, plantCanaries } from '../canaries.ts';
import { ASVS, clause, type Claim } from '../claim.ts';
import { mailsTo } from '../simulator.ts';

/** E-mails stay on other people's servers. */
export const canariesMails: Claim = {
  id: 'canaries-mails',
  title:
    'An e-mail contains no secret except the token in its own link, and that link goes to the address it is for.',
  shows:
    'A person uses every feature that has a secret and receives e-mails. The e-mails are searched for the person’s password, codes and tokens and for the keys of the deployment.',
  group: 'Secrets at rest',
  clauses: clause(ASVS, '14.2.3', '14.2.4'),
  needs: ['simulators'],
  when: 'last',
  async run(context) {
    const { canaries, mailed, email } = await plantCanaries(context);
    const mails = await mailsTo(context.deployment, email);
    const text = mails.map((mail) => `${mail.subject}\n${mail.text}\n${mail.html}`).join('\n');
    const found = findPatterns(text, patternsOf(canaries));
    context.evidence.text(
      'subjects.txt',
      { title: 'The searched e-mails' },
      mails.map(({ at, subject }) => `${at}  ${subject}`).join('\n'),
    );
    context.check('There are e-mails to search', mails.length > 0, `${mails.length} e-mails`);
    context.check(
      `0 of ${canaries.length} canaries in ${mails.length} e-mails`,
      found.length === 0,
      found
        .map(({ canary, name }) => `${canary} (${name})`)
        .slice(0, 5)
        .join('; ') || 'none found',
    );
    const own = findPatterns(
      text,
      patternsOf(mailed).filter(({ name }) => name === 'raw'),
    );
    context.checkEqual('The same search finds the tokens of the links', own.length, mailed.length);
  },
};
