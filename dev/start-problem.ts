/** Something the person at the keyboard can put right. The message is the whole story: no stack trace is shown. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}
