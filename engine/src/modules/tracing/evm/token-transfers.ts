import { decodeEvent } from './events.ts';
import type { EvmLog } from './records.ts';

/** A transfer as ethereum-etl keeps it. */
export interface EvmTokenTransfer {
  readonly token_address: string;
  readonly from_address: string;
  readonly to_address: string;
  readonly value: bigint;
  readonly transaction_hash: string;
  readonly log_index: number;
  readonly block_number: number;
}

/** One for a log of an ERC-20 transfer, none for any other. */
export function tokenTransferRecord(log: EvmLog): EvmTokenTransfer[] {
  const event = decodeEvent(log);
  if (event?.kind !== 'transfer') return [];
  return [
    {
      token_address: log.address,
      from_address: event.values.from ?? '',
      to_address: event.values.to ?? '',
      value: BigInt(event.values.amount ?? 0),
      transaction_hash: log.transaction_hash,
      log_index: log.log_index,
      block_number: log.block_number,
    },
  ];
}
