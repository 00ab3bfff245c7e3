import type { ComponentChildren } from 'preact';

import type { Problem } from '../problem.ts';
import { CopyButton } from './copy-button.tsx';
import { useSecondsLeft, waitText } from './countdown.ts';

interface ProblemNoteProps {
  readonly problem: Problem | null;
  /** A way on, such as "Try again". */
  readonly children?: ComponentChildren;
}

/** What went wrong, what to do, how long to wait, and the trace id to give to whoever helps. */
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
  return (
    <>
      <p class="font-medium text-danger">{problem.detail}</p>
      {problem.retry_at === null && <p class="mt-1">{problem.suggested_fix}</p>}
    </>
  );
}

function Wait({ until }: { readonly until: number }) {
  const seconds = useSecondsLeft(until);
  return (
    <p role="timer" class="mt-1">
      {seconds > 0 ? (
        <>
          Try again in <span class="font-medium tabular-nums">{waitText(seconds)}</span>.
        </>
      ) : (
        'You can try again now.'
      )}
    </p>
  );
}

function Trace({ id, code }: { readonly id: string; readonly code: string }) {
  return (
    <div class="mt-3 flex items-end justify-between gap-3 border-t border-danger/20 pt-3">
      <p class="min-w-0 text-xs leading-5 text-muted">
        <span class="font-mono">{code}</span> · trace id
        <span class="block font-mono break-all">{id}</span>
      </p>
      <CopyButton text={id} label="Copy trace id" />
    </div>
  );
}
