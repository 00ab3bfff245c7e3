// npm run bench: answers every question about speed, with the peers in the same run. README and docs/performance.md say more.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { openContext, type Context } from './context.ts';
import { argon2 } from './questions/argon2.ts';
import { before } from './questions/before.ts';
import { audit, ledger, limiter } from './questions/beside.ts';
import { cpu } from './questions/cpu.ts';
import type { Question } from './questions/question.ts';
import { roundTrips } from './questions/round-trips.ts';
import { start } from './questions/start.ts';
import { delayed, throughput } from './questions/throughput.ts';
import { goalsTable } from './report/goals.ts';
import { noteCircumstances, type Circumstances } from './report/machine.ts';
import { markdownTable, plainTable, type Answer } from './report/table.ts';
import type { SceneName } from './subjects/subject.ts';

const questions: readonly Question[] = [
  start,
  argon2,
  roundTrips,
  cpu,
  throughput,
  delayed,
  limiter,
  audit,
  ledger,
];
const asked: readonly SceneName[] = ['me', 'login', 'verify', 'status'];
const RESULTS = join(import.meta.dirname, 'results');

const say = (line: string) => process.stdout.write(`${line}\n`);

interface Choice {
  readonly questions: readonly Question[];
  readonly scenes: readonly SceneName[];
}

/**
 * `--only me,cpu` chooses questions and scenes by name. Without a question it chooses all questions about scenes;
 * without a scene, all scenes. Throws a RangeError for an unknown name.
 */
function choose(only: string | undefined): Choice {
  const words = only?.split(',') ?? [];
  const known = [...questions.map(({ name }) => name), ...asked];
  const unknown = words.filter((word) => !known.some((name) => name === word));
  if (unknown.length > 0) {
    throw new RangeError(`--only knows ${known.join(', ')}; not ${unknown.join(', ')}`);
  }
  const named = questions.filter(({ name }) => words.includes(name));
  const scenes = asked.filter((name) => words.includes(name));
  const sceneQuestions = questions.filter(({ aboutScenes }) => aboutScenes || words.length === 0);
  return {
    questions: named.length > 0 ? named : sceneQuestions,
    scenes: scenes.length > 0 ? scenes : asked,
  };
}

async function askAll(context: Context, choice: Choice): Promise<Answer> {
  const tables = [];
  const figures: Record<string, number> = {};
  for (const question of choice.questions) {
    const startedAt = performance.now();
    const answer = await question.ask(context, choice.scenes);
    answer.tables.forEach((table) => say(plainTable(table)));
    tables.push(...answer.tables);
    Object.assign(figures, answer.figures);
    say(`(${question.name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
  }
  const goals = goalsTable(figures);
  goals.tables.forEach((table) => say(plainTable(table)));
  return { tables: [...tables, ...goals.tables], figures };
}

function write(circumstances: Circumstances, { tables, figures }: Answer): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, circumstances.at.slice(0, 19).replaceAll(':', '-'));
  writeFileSync(
    `${file}.json`,
    `${JSON.stringify({ ...circumstances, figures, tables }, null, 2)}\n`,
  );
  writeFileSync(`${file}.md`, [described(circumstances), ...tables.map(markdownTable)].join('\n'));
  return file;
}

function described({ at, machine, versions, loadBefore, loadAfter, seconds }: Circumstances) {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${at.slice(0, 16).replace('T', ' ')} UTC, ${machine}. ${list.join(', ')}. Load average ${loadBefore.toFixed(2)} before, ${loadAfter.toFixed(2)} after; ${seconds} s.\n`;
}

/** `--before <folder>`: the one question of how today's tree stands to an earlier build. */
function choiceOf(): Choice {
  const options = { only: { type: 'string' }, before: { type: 'string' } } as const;
  try {
    const { values } = parseArgs({ options });
    const choice = choose(values.only);
    return values.before === undefined ? choice : { ...choice, questions: [before(values.before)] };
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return process.exit(1);
  }
}

const choice = choiceOf();
const circumstances = noteCircumstances();
const context = await openContext(say);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    void context.stop().finally(() => process.exit(1));
  });
}
try {
  const answer = await askAll(context, choice);
  say(
    `\n${described(circumstances())}written to bench/results/${write(circumstances(), answer).split('/').at(-1)}.{json,md}`,
  );
} finally {
  await context.stop();
}
