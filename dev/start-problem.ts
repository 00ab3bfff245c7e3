/** A problem that the developer can fix. Only its message is shown, without a stack trace. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}
