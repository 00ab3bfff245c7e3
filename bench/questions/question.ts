import type { Context, Subjects } from '../context.ts';
import type { Answer } from '../report/table.ts';
import type { Scene, SceneName, Subject } from '../subjects/subject.ts';

export interface Question {
  /** Its name for `--only`. */
  readonly name: string;
  /** Whether `--only me` limits it to `me`. */
  readonly aboutScenes: boolean;
  ask(context: Context, scenes: readonly SceneName[]): Promise<Answer>;
}

/** A Worker that supports the scene, ours first. `bare` has one query instead of a scene that reads. */
export interface Contender {
  /** `ours`, `betterAuth`, `cookieCache`, `bare`: the name in the figures. */
  readonly key: string;
  readonly subject: Subject;
  readonly scene: Scene;
}

interface Casting {
  /** Passwords are hashed as they are in production. */
  readonly hashed: boolean;
}

export function contenders(all: Subjects, name: SceneName, { hashed }: Casting): Contender[] {
  const { betterAuth } = all;
  const cast: Record<string, Subject> = {
    ours: hashed ? all.ours : all.oursWithoutHash,
    betterAuth: betterAuth[hashed ? 'as it ships' : 'no hash'],
    ...(name === 'me' ? { cookieCache: betterAuth['cookie cache'], bare: all.bare } : {}),
  };
  return Object.entries(cast).flatMap(([key, subject]) => {
    const scene = subject.scenes[name];
    return scene ? [{ key, subject, scene }] : [];
  });
}
