import type { ContractBook } from '../contracts/contract-book.ts';
import type { Attributions } from '../exposure/limits.ts';
import type { FlowGraph } from '../graph/flow-graph.ts';
import { isHub, isNamed } from './near.ts';

/** Networks on which wallets that only hold tokens need somebody to pay their first fees, with the asset fees are paid in. */
export const FEE_ASSETS: Readonly<Record<string, string>> = { tron: 'TRX' };

/** Who gave an address its first fees or energy; undefined where that is a service, a hub, or not known. */
export function sponsorOf(
  fees: FlowGraph | undefined,
  contracts: ContractBook,
  attributions: Attributions,
  network: string,
  address: string,
): string | undefined {
  const owner = fees?.owner(address);
  const [first] = fees === undefined || owner === undefined ? [] : fees.received(owner);
  const [energy] = contracts.about(network, address, 'energy_delegated');
  const paidAt = first === undefined ? undefined : fees?.evidence(first).time;
  if (energy !== undefined && (paidAt === undefined || energy.time < paidAt))
    return attributions.ofAddress(network, energy.contract) === null ? energy.contract : undefined;
  if (fees === undefined || first === undefined || first.payer < 0) return undefined;
  const { payer } = first;
  const near = { graph: fees, owner: payer, attributions };
  return isNamed(near, payer) || isHub(fees, payer) ? undefined : fees.address(payer);
}
