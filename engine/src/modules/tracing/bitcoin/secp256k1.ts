import { badChainData } from '../chains/chain-failure.ts';

const P = 2n ** 256n - 2n ** 32n - 977n;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % P;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/** The 65 bytes of a public key from its x coordinate and whether y is odd. Failure: chain.malformed when no point has it. */
export function uncompressedKey(x: Uint8Array, odd: boolean): Buffer {
  const value = BigInt(`0x${Buffer.from(x).toString('hex')}`);
  const square = (value ** 3n + 7n) % P;
  const root = power(square, (P + 1n) / 4n);
  if ((root * root) % P !== square)
    throw badChainData('chain.malformed', 'a stored public key is on no curve');
  const y = (root & 1n) === (odd ? 1n : 0n) ? root : P - root;
  return Buffer.concat([Buffer.from([4]), x, Buffer.from(y.toString(16).padStart(64, '0'), 'hex')]);
}
