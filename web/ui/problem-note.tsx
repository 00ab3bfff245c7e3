import type { ComponentChildren } from 'preact';

import { problemWords, type Problem } from '../problem.ts';
import { t } from '../text.ts';
import { CopyButton } from './copy-button.tsx';
import { useSecondsLeft, waitText } from './countdown.ts';

interface ProblemNoteProps {
  readonly problem: Problem | null;
  /** A way on, such as "Try again". */
  readonly children?: ComponentChildren;
}

/** What went wrong, what to do, how long to wait, and the trace id to give to support. */
export function ProblemNote({ problem, children }: ProblemNoteProps) {
  return (
    <div class={problem ? 'rounded-lg border border-danger/35 bg-danger-wash p-4 text-sm' : ''}>
      {/* Always there, so that what appears in it is read out; the ticking clock is not in it. */}
      <div role="alert">{problem && <Sentences key={problem.trace_id} problem={problem} />}</div>
      {problem && (
        <>
          {problem.retry_at !== null && <Wait until={problem.retry_at} />}
          {children && <div class="mt-3">{children}</div>}
          {problem.trace_id && <Trace id={problem.trace_id} code={problem.error_code} />}
        </>
      )}
    </div>
  );
}

function Sentences({ problem }: { readonly problem: Problem }) {
  const { detail, suggestedFix } = problemWords(problem);
  return (
    <>
      <p class="font-medium text-danger">{detail}</p>
      {saysMore(problem) && <p class="mt-1">{suggestedFix}</p>}
    </>
  );
}

/** The clock below says how long to wait; advice that is more than that is told all the same. */
function saysMore({ retry_at, error_code }: Problem): boolean {
  return retry_at === null || /^(PROVIDER_|BUDGET_)/.test(error_code);
}

function Wait({ until }: { readonly until: number }) {
  const seconds = useSecondsLeft(until);
  return (
    <p role="timer" class="mt-1 tabular-nums">
      {seconds > 0
        ? t('Try again in {wait}.', { wait: waitText(seconds) })
        : t('You can try again now.')}
    </p>
  );
}

function Trace({ id, code }: { readonly id: string; readonly code: string }) {
  return (
    <div class="mt-3 flex items-end justify-between gap-3 border-t border-danger/20 pt-3">
      <p class="min-w-0 text-xs leading-5 text-muted">
        <span translate={false} class="font-mono">
          {code}
        </span>{' '}
        · {t('trace id')}
        <span translate={false} class="block font-mono break-all">
          {id}
        </span>
      </p>
      <CopyButton text={id} label={t('Copy trace id')} />
    </div>
  );
}
