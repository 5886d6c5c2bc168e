import type { AnvilNode } from './anvil.ts';
import type { BcoinNode } from './bcoin.ts';
import { recognised } from './contracts.ts';
import { follow, type OpenHouse } from './house.ts';
import { depositDecided, killedAndBack, reorganised } from './stories.ts';
import { unruly } from './unruly.ts';

/** Every story on both nodes, with its figures. Throws at the first that does not hold. */
export async function tellEverything(house: OpenHouse, anvil: AnvilNode, bcoin: BcoinNode, blocks: number) {
  const following = await follow(house, [anvil, bcoin]);
  const told = [];
  for (const node of [anvil, bcoin])
    told.push({
      network: node.network,
      asset: node.asset,
      node: node.config.kind,
      deposit_decided: await depositDecided(following, node, blocks),
      reorganised: await reorganised(following, node, 3),
      killed_and_back: await killedAndBack(following, node),
      unruly: await unruly(node),
    });
  return { chains: told, contracts: await recognised(following, anvil) };
}
