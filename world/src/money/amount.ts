/**
 * Amounts of the world are whole numbers of units: hundredths of a fiat currency, millionths of a stablecoin or of
 * TRX, hundred-millionths of bitcoin and ether. All sums of the world stay far below 2^53, so plain numbers are exact.
 */
const DECIMALS: Readonly<Record<string, number>> = {
  MXN: 2,
  BRL: 2,
  ARS: 2,
  COP: 2,
  USD: 2,
  USDT: 6,
  USDC: 6,
  TRX: 6,
  BTC: 8,
  ETH: 8,
  ZEC: 8,
};

const decimalsOf = (asset: string): number => {
  const decimals = DECIMALS[asset];
  if (decimals === undefined) throw new RangeError(`the world has no asset ${asset}`);
  return decimals;
};

/** Units of an asset in an amount, rounded to the nearest. */
export const unitsOf = (asset: string, amount: number): number =>
  Math.round(amount * 10 ** decimalsOf(asset));

/** The amount that units of an asset make. */
export const amountOf = (asset: string, units: number): number => units / 10 ** decimalsOf(asset);

/** Plain decimal text of units, with all the asset's decimals: `1250.50`. */
export function amountText(asset: string, units: number): string {
  const decimals = decimalsOf(asset);
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Cut to a step people would type, so that amounts look chosen: 1,234 → 1,200 with a step of 100. */
export const roundTo = (amount: number, step: number): number =>
  Math.max(step, Math.round(amount / step) * step);
