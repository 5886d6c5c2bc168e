import type { ChainFigures } from '../../tracing/chain-figures.ts';
import type { Observation } from '../observation.ts';
import { type FactDefinition, int, text } from './definition.ts';

/**
 * Facts about the shape of the chain around the address across, as far as blocks were read. Not known is not none. Figures that come out of
 * an archive have null where there was nothing.
 */

const PPM_PER_BP = 100;

type Shape = Exclude<keyof ChainFigures, 'block'>;

/** Writes one member of the figures; null takes it away. */
const writing =
  <K extends Shape, T>(shape: K, of: (value: T, o: Observation) => ChainFigures[K]) =>
  (o: Observation, value: T | null): void => {
    const { [shape]: _, ...others } = o.chain ?? { block: null };
    const figures: ChainFigures = { block: null, ...others };
    o.chain = value === null ? figures : { ...figures, [shape]: of(value, o) };
  };

/** Time from a moment to the event; not known where it is later. */
const since = (o: Observation, moment: number | null | undefined): number | null =>
  moment == null || moment > o.at ? null : o.at - moment;

/** Base units of the event's asset in US cents, at the event's own price. Examples name no amount: theirs are cents. */
function cents({ valueUsd, amountMinor }: Observation, units: string | undefined): number | null {
  if (units == null) return null;
  if (amountMinor === null) return Number(units);
  if (valueUsd === null || amountMinor === 0n) return null;
  const value = Number((BigInt(units) * BigInt(valueUsd)) / amountMinor);
  return Number.isSafeInteger(value) ? value : null;
}

const share = (ppm: number | undefined): number | null => (ppm == null ? null : Math.floor(ppm / PPM_PER_BP));

const WALLET: readonly FactDefinition[] = [
  int(
    'chain.wallet_age',
    'duration',
    'How long before the event the address was first seen.',
    (o) => since(o, o.chain?.first),
    writing('first', (v: number, o) => o.at - v),
  ),
  int(
    'chain.wallet_movements',
    'count',
    'Transfers of the asset to and from the address, ever.',
    (o) => o.chain?.movements ?? null,
    writing('movements', (v: number) => v),
  ),
  int(
    'chain.wallet_passed',
    'percent',
    'Part of all it received that the address has sent on.',
    (o) => share(o.chain?.passed),
    writing('passed', (v: number) => v * PPM_PER_BP),
  ),
  text(
    'chain.origin',
    'The farthest wallet without a name that most of a deposit’s money came through; of a withdrawal its destination.',
    (o) => o.chain?.origin?.address ?? null,
    writing('origin', (v: string, o) => ({ hops: 0, ...o.chain?.origin, address: v })),
    { personal: true },
  ),
  int(
    'chain.origin_hops',
    'count',
    'Wallets between that one and the address across, the latter counted.',
    (o) => o.chain?.origin?.hops ?? null,
    writing('origin', (v: number, o) => ({ address: '', ...o.chain?.origin, hops: v })),
  ),
  text(
    'chain.gas_sponsor',
    'Who paid the first fees of the address, where that is no known service.',
    (o) => o.chain?.sponsor ?? null,
    writing('sponsor', (v: string) => v),
    { personal: true },
  ),
];

const NOBODY_PAID = { senders: 0, median: '0', forwarded: 0 };
const COLLECTOR: readonly FactDefinition[] = [
  int(
    'chain.collector_senders',
    'count',
    'Different payers without a name in the seven days up to the address’s last receipt.',
    (o) => o.chain?.collector?.senders ?? null,
    writing('collector', (v: number, o) => ({ ...NOBODY_PAID, ...o.chain?.collector, senders: v })),
  ),
  int(
    'chain.collector_median',
    'usd',
    'Median of what one of them paid, at the event’s price.',
    (o) => cents(o, o.chain?.collector?.median),
    writing('collector', (v: number, o) => ({
      ...NOBODY_PAID,
      ...o.chain?.collector,
      median: String(v),
    })),
  ),
  int(
    'chain.collector_forwarded',
    'percent',
    'Part of all receipts that went on to one address.',
    (o) => share(o.chain?.collector?.forwarded),
    writing('collector', (v: number, o) => ({
      ...NOBODY_PAID,
      ...o.chain?.collector,
      forwarded: v * PPM_PER_BP,
    })),
  ),
];

const NO_PEEL = { hops: 0, services: 0, from: 0, to: 0 };
const NO_BRIDGE = { hops: 0, kept: 0 };
const ROWS: readonly FactDefinition[] = [
  int(
    'chain.peel_hops',
    'count',
    'Length of the row of peeling payments the address’s newest coin belongs to.',
    (o) => o.chain?.peel?.hops ?? null,
    writing('peel', (v: number, o) => ({ ...NO_PEEL, ...o.chain?.peel, hops: v })),
  ),
  int(
    'chain.peel_services',
    'count',
    'How many of its peels reached known services.',
    (o) => o.chain?.peel?.services ?? null,
    writing('peel', (v: number, o) => ({ ...NO_PEEL, ...o.chain?.peel, services: v })),
  ),
  int(
    'chain.peel_time',
    'duration',
    'Time from its first payment to its last.',
    (o) => (o.chain?.peel == null ? null : o.chain.peel.to - o.chain.peel.from),
    writing('peel', (v: number, o) => ({ ...NO_PEEL, ...o.chain?.peel, from: o.at - v, to: o.at })),
  ),
  int(
    'chain.bridge_hops',
    'count',
    'Changes of chain behind the address, as far as both sides of the bridges were found.',
    (o) => o.chain?.bridged?.hops ?? null,
    writing('bridged', (v: number, o) => ({ ...NO_BRIDGE, since: o.at, ...o.chain?.bridged, hops: v })),
  ),
  int(
    'chain.bridge_kept',
    'percent',
    'Part of what left the first chain that arrived on the last.',
    (o) => share(o.chain?.bridged?.kept),
    writing('bridged', (v: number, o) => ({
      ...NO_BRIDGE,
      since: o.at,
      ...o.chain?.bridged,
      kept: v * PPM_PER_BP,
    })),
  ),
  int(
    'chain.bridge_time',
    'duration',
    'Time from when it left the first chain to the event.',
    (o) => since(o, o.chain?.bridged?.since),
    writing('bridged', (v: number, o) => ({ ...NO_BRIDGE, ...o.chain?.bridged, since: o.at - v })),
  ),
];

const NO_SWAP = { waited: null, tainted: 0 };
const CHANGES: readonly FactDefinition[] = [
  int(
    'chain.swap_wait',
    'duration',
    'How long the address held what it last exchanged for the asset of the event.',
    (o) => o.chain?.swap?.waited ?? null,
    writing('swap', (v: number, o) => ({ ...NO_SWAP, at: o.at, ...o.chain?.swap, waited: v })),
  ),
  int(
    'chain.swap_tainted',
    'percent',
    'Part of what it gave that leads to sanctioned, stolen, frozen or other criminal money.',
    (o) => share(o.chain?.swap?.tainted),
    writing('swap', (v: number, o) => ({ ...NO_SWAP, at: o.at, ...o.chain?.swap, tainted: v * PPM_PER_BP })),
  ),
  int(
    'chain.swap_age',
    'duration',
    'Time from that exchange to the event.',
    (o) => since(o, o.chain?.swap?.at),
    writing('swap', (v: number, o) => ({ ...NO_SWAP, ...o.chain?.swap, at: o.at - v })),
  ),
  int(
    'chain.coinjoin_wait',
    'duration',
    'Shortest time after which money received by the destination went into a CoinJoin.',
    (o) => o.chain?.joined ?? null,
    writing('joined', (v: number) => v),
  ),
];

export const CHAIN_FACTS: readonly FactDefinition[] = [...WALLET, ...COLLECTOR, ...ROWS, ...CHANGES];
