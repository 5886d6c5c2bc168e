import { listChains } from '@atalaya/contract/chains.ts';
import { formatInstant } from '../kernel/instant.ts';
import { type ChainConfig, isFollowed, sourceOf } from '../modules/tracing/sources/configured.ts';
import { createFollower, followedChains } from '../modules/tracing/sources/follow.ts';
import { createShelfSink } from '../modules/tracing/sources/shelf-sink.ts';
import { asSystem } from '../platform/database.ts';
import type { Http } from '../platform/http.ts';
import type { Clockwork } from './clockwork.ts';
import type { Foundation } from './foundation.ts';
import { chainConfigs, type HouseTracing } from './house-tracing.ts';

/** A fifth of what a decision may wait for a block, of nodes of one's own; a service of others is asked as often as blocks come. */
const LOOK_EVERY_MS: Readonly<Record<ChainConfig['kind'], number>> = {
  'bitcoin-node': 200,
  'evm-node': 200,
  tron: 1000,
  esplora: 10_000,
  etherscan: 10_000,
};

/** Follows the chains that `chains.json` of the data folder names, each on its own; one that does not answer holds up none of the others. */
export function followChains(
  http: Http,
  { db, home, now }: Foundation,
  { shelf, exposure }: HouseTracing,
  clockwork: Clockwork,
): void {
  http.mount(listChains, async () => ({
    items: (await asSystem(db, followedChains)).map(({ updated_at, ...chain }) => ({
      ...chain,
      updated_at: formatInstant(updated_at),
    })),
  }));
  for (const config of chainConfigs(home).filter(isFollowed)) {
    const source = sourceOf(config);
    const sink = createShelfSink(shelf, source.chain, () => exposure.forget());
    const follower = createFollower({
      db,
      source,
      sink,
      now,
      ...(config.from === undefined ? {} : { from: config.from }),
    });
    clockwork.start(`chain ${source.chain}`, () => follower.step(), LOOK_EVERY_MS[config.kind]);
  }
}
