import { problemText } from '@atalaya/contract/errors.ts';
import type { Problem } from '@atalaya/contract/schema.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure, type FailureDetail, isFailure } from '../kernel/failure.ts';
import { isUnanswered } from './database.ts';
import type { Logger } from './log.ts';

/** The one place where a failure becomes an RFC 9457 problem. What is not a Failure is ours: logged, never shown. */
export function present(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  const problem = presentable(error, { request: request.id, route: request.routeOptions.url }, log);
  return reply.code(problem.status).header('content-type', 'application/problem+json').send(problem);
}

/** The problem as told to the caller, with the number by which the operator finds it. */
export function presentable(
  error: unknown,
  where: { readonly request: string; readonly route: string | undefined },
  log: Logger,
): Problem & { readonly request: string } {
  const failure = asFailure(error);
  if (failure === undefined) log.error({ err: error, ...where }, 'unexpected');
  const problem = problemOf(failure ?? new Failure('operator', 'internal', 'something broke on our side'));
  return { ...problem, request: where.request };
}

export function problemOf(failure: Failure): Problem {
  const { status, texts } = problemText(failure.code, failure.kind);
  return {
    type: `urn:atalaya:problem:${failure.code}`,
    title: texts.en,
    status,
    code: failure.code,
    detail: failure.message,
    texts,
    ...(failure.details.length === 0 ? {} : { errors: [...failure.details] }),
  };
}

interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Record<string, unknown>;
}

/** The field an Ajv error is about, as a JSON pointer, and what is wrong with it. */
export function detailOf(error: AjvError): FailureDetail {
  const extra = error.params.additionalProperty ?? error.params.missingProperty;
  const field = extra === undefined ? error.instancePath : `${error.instancePath}/${String(extra)}`;
  const allowed = Array.isArray(error.params.allowedValues)
    ? `: ${error.params.allowedValues.join(', ')}`
    : '';
  return { field: field === '' ? '/' : field, message: `${error.message ?? error.keyword}${allowed}` };
}

const FASTIFY_CODES: Readonly<Record<string, readonly [code: string, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['request.too_large', 'the body is larger than this door takes'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'request.unsupported_media_type',
    'this door does not take that content type',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['request.malformed_json', 'the body is not JSON'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['request.malformed_json', 'the body is empty'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request.invalid', 'content-length does not match the body'],
  FST_ERR_BAD_URL: ['request.invalid', 'the address is malformed'],
};

function asFailure(error: unknown): Failure | undefined {
  if (isFailure(error)) return error;
  if (!(error instanceof Error)) return undefined;
  if ('validation' in error && Array.isArray(error.validation))
    return new Failure(
      'caller',
      'request.invalid',
      'the request does not have the shape of the contract',
      error.validation.map(detailOf),
    );
  const code = 'code' in error ? String(error.code) : '';
  const known = FASTIFY_CODES[code];
  if (known !== undefined) return new Failure('caller', known[0], known[1], [], error);
  if (error instanceof SyntaxError && 'statusCode' in error)
    return new Failure('caller', 'request.malformed_json', error.message, [], error);
  if (isUnanswered(error))
    return new Failure(
      'operator',
      'unavailable',
      'the database does not answer; look whether it was done before you ask again',
      [],
      error,
    );
  return undefined;
}
