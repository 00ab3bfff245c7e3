import { findPatterns, patternsOf, plantCanaries } from '../canaries.ts';
import { ASVS, clause, type Claim } from '../claim.ts';
import { mailsTo } from '../simulator.ts';

/** A mail lies about on other people's servers. */
export const canariesMails: Claim = {
  id: 'canaries-mails',
  title:
    'A mail holds no secret but the token of its own link, which goes to the address it is for.',
  shows:
    'A person uses everything that has a secret, and is written to. Their mails are searched for their password, their codes, their tokens and the keys of the deployment.',
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
      { title: 'The mails that were searched' },
      mails.map(({ at, subject }) => `${at}  ${subject}`).join('\n'),
    );
    context.check('There are mails to search', mails.length > 0, `${mails.length} mails`);
    context.check(
      `0 of ${canaries.length} canaries in ${mails.length} mails`,
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
    context.checkEqual(
      'The tokens of the links are there, so the search can find',
      own.length,
      mailed.length,
    );
  },
};
