import type { ChainOutput, ChainTransaction } from '../chains/chain-block.ts';

/** Which output of a payment went back to the payer. Each heuristic has a vote; nothing is joined on one vote alone. */
export type ChangeHeuristic =
  | 'direct_change'
  | 'one_time_change'
  | 'multi_input_change'
  | 'address_type'
  | 'optimal_change'
  | 'power_of_ten';

export interface ChangeVote {
  readonly output: number;
  readonly heuristic: ChangeHeuristic;
  /** 0-100, alone. */
  readonly confidence: number;
}

export interface ChangeContext {
  /** Whether an address was used before this transaction. */
  readonly seen: (address: string) => boolean;
  /** Whether an address is already of the payer's cluster. */
  readonly sameOwner: (address: string) => boolean;
}

const OUTPUTS_MAX = 10;
const ROUND = 1000n;

type Vote = (
  transaction: ChainTransaction,
  outputs: readonly ChainOutput[],
  context: ChangeContext,
) => ChainOutput[];

const direct: Vote = ({ inputs }, outputs) => {
  const payers = new Set(inputs.map(({ address }) => address));
  return outputs.filter(({ address }) => address !== null && payers.has(address));
};

const multiInput: Vote = (_transaction, outputs, { sameOwner }) =>
  outputs.filter(({ address }) => address !== null && sameOwner(address));

/** A fresh address of the payer's own script, smaller than every input, not a round amount. */
const oneTime: Vote = (transaction, outputs, { seen }) => {
  const { inputs } = transaction;
  const kinds = new Set(inputs.map(({ script }) => script));
  const [kind] = kinds;
  const values = inputs.map(({ value }) => value);
  if (kinds.size !== 1 || kind === null || values.includes(null)) return [];
  const least = values.reduce<bigint | null>(
    (low, value) => (low === null || (value ?? 0n) < low ? value : low),
    null,
  );
  return outputs.filter(
    ({ address, script, value }) =>
      address !== null && script === kind && value % ROUND !== 0n && value < (least ?? 0n) && !seen(address),
  );
};

const addressType: Vote = ({ inputs }, outputs) => {
  const kinds = new Set(inputs.map(({ script }) => script));
  const [kind] = kinds;
  return kinds.size === 1 ? outputs.filter(({ script }) => script === kind) : [];
};

/** A wallet adds no input it does not need: what is left over is less than each of them. */
const optimal: Vote = ({ inputs }, outputs) => {
  if (inputs.length < 2 || inputs.some(({ value }) => value === null)) return [];
  return outputs.filter(({ value }) => inputs.every((input) => value < (input.value ?? 0n)));
};

const zerosOf = (value: bigint): number => /0*$/.exec(value.toString())?.[0].length ?? 0;

/** People pay round amounts: the one that is at least as round as all others by three digits was the payment. */
const powerOfTen: Vote = (_transaction, outputs) => {
  const zeros = outputs.map(({ value }) => zerosOf(value));
  const least = Math.min(...zeros);
  return Math.max(...zeros) - least >= 3 ? outputs.filter((_output, i) => zeros[i] === least) : [];
};

const VOTES: readonly (readonly [ChangeHeuristic, Vote, number])[] = [
  ['direct_change', direct, 95],
  ['multi_input_change', multiInput, 90],
  ['one_time_change', oneTime, 60],
  ['optimal_change', optimal, 50],
  ['address_type', addressType, 40],
  ['power_of_ten', powerOfTen, 40],
];

/** A heuristic votes only where it leaves exactly one candidate. */
export function changeVotes(transaction: ChainTransaction, context: ChangeContext): ChangeVote[] {
  const outputs = transaction.outputs.filter(({ script }) => script !== 'op_return');
  if (transaction.coinbase || outputs.length < 2 || outputs.length > OUTPUTS_MAX) return [];
  return VOTES.flatMap(([heuristic, vote, confidence]) => {
    const [only, ...more] = vote(transaction, outputs, context);
    return only === undefined || more.length > 0 ? [] : [{ output: only.index, heuristic, confidence }];
  });
}

export interface Change {
  readonly output: number;
  readonly address: string | null;
  readonly heuristics: readonly ChangeHeuristic[];
  /** 0-100: how unlikely it is that all who voted were wrong. */
  readonly confidence: number;
}

const CONFIDENCE_MAX = 90;

/** The change, where two votes and more agree and none names another output. */
export function changeOf(transaction: ChainTransaction, context: ChangeContext): Change | null {
  const votes = changeVotes(transaction, context);
  const [first] = votes;
  if (first === undefined || votes.length < 2 || votes.some(({ output }) => output !== first.output))
    return null;
  const wrong = votes.reduce((chance, { confidence }) => chance * (1 - confidence / 100), 1);
  return {
    output: first.output,
    address: transaction.outputs[first.output]?.address ?? null,
    heuristics: votes.map(({ heuristic }) => heuristic),
    confidence: Math.min(CONFIDENCE_MAX, Math.round(100 * (1 - wrong))),
  };
}
