import { openApi } from '../../../src/features/reference/contract.ts';
import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import { call } from '../../api.ts';

export type Reference = ViewOf<typeof openApi>;
export type Operation = Reference['paths'][string][string];

/** One endpoint and where it is. */
export interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export interface Group {
  readonly name: string;
  readonly endpoints: readonly Listed[];
}

export async function loadReference() {
  return await call(openApi, {});
}

/** Every endpoint that fits the words, by feature, in the order of the document. */
export function groupsOf(reference: Reference, words: string): Group[] {
  const fitting = listAll(reference).filter((listed) => fits(listed, words));
  const names = [...new Set(fitting.map(({ operation }) => tagOf(operation)))];
  return names.map((name) => ({
    name,
    endpoints: fitting.filter(({ operation }) => tagOf(operation) === name),
  }));
}

function listAll({ paths }: Reference): Listed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

function tagOf({ tags: [tag = ''] }: Operation): string {
  return tag;
}

/** Each word is somewhere in the path, another name of it, the sentence, the feature, the guard or a code. */
function fits({ method, path, operation }: Listed, words: string): boolean {
  const text = [
    method,
    path,
    ...operation['x-aliases'],
    operation.summary,
    tagOf(operation),
    operation['x-guard'],
    ...operation['x-error-codes'],
  ]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const ABBREVIATIONS = /^(totp|llm|sms|sso)$/;

/** The name of a feature's folder as a heading: "Audit log". */
export function titleOf(tag: string): string {
  const words = tag
    .split('-')
    .map((word) => (ABBREVIATIONS.test(word) ? word.toUpperCase() : word))
    .join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
