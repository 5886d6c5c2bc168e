import { keccak256 } from '../../wallets/keccak.ts';

/** What a contract can be asked, read off the table of selectors its code begins with. */
export interface ContractShape {
  readonly bytecode: string;
  /** Selectors of the table, sorted. */
  readonly function_sighashes: readonly string[];
  readonly is_erc20: boolean;
  readonly is_erc721: boolean;
}

const EQ = 0x14;
const JUMPI = 0x57;
const DUP1 = 0x80;
const DUP2 = 0x81;
const PUSH1 = 0x60;
const PUSH4 = 0x63;
const PUSH32 = 0x7f;
const JUMPDEST = 0x5b;

const selector = (signature: string): string =>
  `0x${keccak256(Buffer.from(signature)).toString('hex').slice(0, 8)}`;

const ERC20 = [
  'totalSupply()',
  'balanceOf(address)',
  'transfer(address,uint256)',
  'transferFrom(address,address,uint256)',
  'approve(address,uint256)',
  'allowance(address,address)',
].map(selector);

const ERC721 = [
  'balanceOf(address)',
  'ownerOf(uint256)',
  'transferFrom(address,address,uint256)',
  'approve(address,uint256)',
].map(selector);

/**
 * `code`: the deployed code in hexadecimal. The token of TRON's TRC-20 has the same shape. Selectors are those of the first block of code (as
 * ethereum-etl reads them), and whatever is compared and jumped on later: compilers put a check before the table, or search it by halves.
 */
export function contractOf(code: string): ContractShape {
  const bytes = Buffer.from(code.slice(2), 'hex');
  const found = new Set<string>();
  let first = true;
  for (let at = 0; at < bytes.length; at += 1) {
    const op = bytes[at] ?? 0;
    if (op === JUMPDEST) first = false;
    if (op === PUSH4 && (first || isCase(bytes, at))) found.add(`0x${bytes.toString('hex', at + 1, at + 5)}`);
    if (op >= PUSH1 && op <= PUSH32) at += op - PUSH1 + 1;
  }
  return {
    bytecode: code,
    function_sighashes: [...found].sort(),
    is_erc20: ERC20.every((one) => found.has(one)),
    is_erc721: ERC721.every((one) => found.has(one)),
  };
}

/** DUP1 PUSH4 selector EQ PUSH place JUMPI, or PUSH4 selector DUP2 EQ and so on. */
function isCase(bytes: Buffer, at: number): boolean {
  const equal = bytes[at + 5] === DUP2 ? at + 6 : at + 5;
  if (equal === at + 5 && bytes[at - 1] !== DUP1) return false;
  const width = (bytes[equal + 1] ?? 0) - PUSH1 + 1;
  return bytes[equal] === EQ && (width === 1 || width === 2) && bytes[equal + 2 + width] === JUMPI;
}
