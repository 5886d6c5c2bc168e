import { Failure } from '../../../kernel/failure.ts';

/** The caller's bytes are not what they are said to be. `field` says where: a byte offset, a JSON pointer, a row. */
export const badChainData = (code: string, message: string, field?: string): Failure =>
  new Failure('caller', code, message, field === undefined ? [] : [{ field, message }]);

/** A node, or another source, told something that its own hashes disprove. */
export const lyingSource = (code: string, message: string, field?: string): Failure =>
  new Failure('operator', code, message, field === undefined ? [] : [{ field, message }]);
