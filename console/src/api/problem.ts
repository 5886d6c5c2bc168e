import { ApiProblem } from '@atalaya/contract/client.gen.ts';
import type { Language, Problem } from '@atalaya/contract/schema.ts';

export const problemOf = (error: unknown): Problem | undefined =>
  error instanceof ApiProblem ? error.problem : undefined;

export const codeOf = (error: unknown): string | undefined => problemOf(error)?.code;

/** HTTP status; 0 when the server was not reached. */
export const statusOf = (error: unknown): number | undefined => problemOf(error)?.status;

/** The sentence for the reader, in their language where the server gave one. */
export function sentenceOf(error: unknown, language: Language, otherwise: string): string {
  const problem = problemOf(error);
  if (problem === undefined) return otherwise;
  return problem.texts[language] || problem.detail || problem.title || otherwise;
}

const plain = (name: string): string => name.replace(/^(body)?[./]/, '').replaceAll('/', '.');

/** The message for one field of a form, if the server named it (`a.b` also answers for `/a/b` and `body.a.b`). */
export const fieldErrorOf = (error: unknown, field: string): string | undefined =>
  problemOf(error)?.errors?.find((item) => item.field !== undefined && plain(item.field) === field)?.message;
