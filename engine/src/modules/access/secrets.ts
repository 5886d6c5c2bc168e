import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { constantTimeEqual, sha256Hex } from '../../kernel/hash.ts';

/** 256 random bits as text, after a prefix that says what it is when it is found where it should not be. */
const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

export const newApiSecret = (): string => newSecret('atk');
export const newSignInToken = (): string => newSecret('ati');
export const newSessionToken = (): string => newSecret('ats');

/** Secrets of 256 random bits need no slow hash: what is stored is their SHA-256, hex. */
export const digestOf = (secret: string): string => sha256Hex(secret);

interface Cost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** One of the equal settings of OWASP's password storage cheat sheet, the one with 32 MB. */
const COST: Cost = { log2N: 15, r: 8, p: 3 };
const LENGTH = 32;

const derive = (password: string, salt: Buffer, length: number, { log2N, r, p }: Cost): Promise<Buffer> => {
  const options: ScryptOptions = { N: 2 ** log2N, r, p, maxmem: 256 * r * 2 ** log2N };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
};

/** `scrypt$log2(N)$r$p$salt$hash`: the parameters stay with the hash, so that they can be raised. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, LENGTH, COST);
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join(
    '$',
  );
}

/** Costs the same whether there is a hash to compare with or not. */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const [, log2N, r, p, salt = '', hash = ''] = (stored ?? '').split('$');
  const cost = stored === undefined ? COST : { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const expected = Buffer.from(hash, 'base64url');
  const key = await derive(password, Buffer.from(salt, 'base64url'), expected.length || LENGTH, cost);
  return stored !== undefined && constantTimeEqual(key, expected);
}
