import { badChainData } from '../chains/chain-failure.ts';

/** Values as nodes write them: quantities in hexadecimal (some nodes: numbers), data in hexadecimal, null for what is not there. */
export type RpcObject = Readonly<Record<string, unknown>>;

export const isRpcObject = (value: unknown): value is RpcObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function objectOf(value: unknown, field: string): RpcObject {
  if (isRpcObject(value)) return value;
  throw badChainData('chain.malformed', `${field} is not an object`, field);
}

/** Null where absent. Failure: chain.malformed. */
export function quantity(of: RpcObject, name: string): bigint | null {
  const value = of[name];
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text === 'string' && /^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(text)) return BigInt(text);
  throw badChainData('chain.malformed', `${name} is not a quantity`, name);
}

export function integer(of: RpcObject, name: string): number | null {
  const value = quantity(of, name);
  if (value === null) return null;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw badChainData('chain.malformed', `${name} is larger than it can be`, name);
}

/** Hexadecimal data in lower case; null where absent. */
export function data(of: RpcObject, name: string): string | null {
  const value = of[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value)) return value.toLowerCase();
  throw badChainData('chain.malformed', `${name} is not hexadecimal data`, name);
}

export function hashText(of: RpcObject, name: string): string {
  const value = data(of, name);
  if (value?.length === 66) return value;
  throw badChainData('chain.malformed', `${name} is not a hash of 32 bytes`, name);
}

/** An account in lower case; null where absent. Mixed case is a checksum that nodes do not promise to keep. */
export function account(of: RpcObject, name: string): string | null {
  const value = data(of, name);
  if (value === null || value.length === 42) return value;
  throw badChainData('chain.malformed', `${name} is not an account of 20 bytes`, name);
}

/** The items of an array member; none where absent. */
export function listOf(of: RpcObject, name: string): readonly unknown[] {
  const value = of[name];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw badChainData('chain.malformed', `${name} is not a list`, name);
}
