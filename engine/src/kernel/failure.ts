/**
 * One failure type for everything that can be told to a caller, so that one place (platform/http) presents it.
 * `kind` says whose failure it is; `code` is stable and listed in contract/src/errors.ts; anything that is not a
 * Failure is ours and crashes the request with `internal`.
 */
export type FailureKind = 'caller' | 'denied' | 'missing' | 'conflict' | 'policy' | 'operator';

export interface FailureDetail {
  /** JSON pointer or column name of the offending value. */
  field?: string;
  /** 1-based row of a file or batch. */
  row?: number;
  message: string;
}

export class Failure extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly details: readonly FailureDetail[];

  constructor(
    kind: FailureKind,
    code: string,
    message: string,
    details: readonly FailureDetail[] = [],
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

export const isFailure = (value: unknown): value is Failure => value instanceof Failure;
