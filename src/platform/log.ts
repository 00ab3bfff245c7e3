/** All that a request line may hold: nothing a client chose, nothing secret. */
export interface RequestLine {
  readonly trace_id: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly duration_ms: number;
  readonly db_round_trips: number;
}

/** Where a bug sits: the error's class and the frames of our code, never its message. */
export interface BugLine {
  readonly trace_id: string;
  readonly bug: string;
  readonly frames: readonly string[];
}

export interface Log {
  write(line: RequestLine | BugLine): void;
}

/** One JSON object per line on the Worker's only sink. */
export const consoleLog: Log = {
  write: (line) => {
    console.log(JSON.stringify(line));
  },
};

const MAX_FRAMES = 5;

/** A log line for something that should not happen. Messages may quote data, so only positions are kept. */
export function bugLine(traceId: string, error: unknown): BugLine {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());
  return { trace_id: traceId, bug: error instanceof Error ? error.name : typeof error, frames };
}
