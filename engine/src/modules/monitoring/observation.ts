import type { EventType, Rail } from '@atalaya/contract/activity.ts';
import type { RiskRating } from '@atalaya/contract/customers.ts';
import type { ChainFigures } from '../tracing/chain-figures.ts';
import type { ExposureFigures } from '../tracing/exposure-port.ts';

/**
 * What monitoring is told about one event: everything a rule may look at, already gathered. Plain data, no methods.
 *
 * - Money is an integer in minor units of its currency, and a JS safe integer where a rule calculates with it.
 * - `null` means *not known*, never zero: no comparison with an unknown value is true (see docs/concepts/monitoring.md).
 * - Times are whole milliseconds since 1970. Windows run over `at`, never over when it was recorded.
 * - Nationality, ethnicity, language and religion have no field here, so no rule can use them.
 */
export interface Observation {
  /** Unique in the deployment; what windowEvents() returns. */
  eventId: string;
  /** Obliged entity the event belongs to. Windows of different entities never mix. */
  entity: string;
  jurisdiction: JurisdictionFacts;
  type: EventType;
  /** Seen from the customer: `in` deposits, `out` withdrawals, `none` trades and logins. */
  direction: 'in' | 'out' | 'none';
  /** `declined`: attempted and refused by the rail. Counts only in windows that ask for it. */
  status: 'settled' | 'declined';
  /** Event time. */
  at: number;
  /** How far event time had come when it was told: the hour of the latest event until then, itself included. */
  horizon: number;
  customer: CustomerFacts;
  /** Asset code of the amount, e.g. `USDT`, `MXN`; null for logins. */
  asset: string | null;
  /** Minor units of `asset`. */
  amountMinor: bigint | null;
  /** US cents at event time, by the recorded price; null when there was none. */
  valueUsd: number | null;
  /** Minor units of `localCurrency` at event time; null when there was no price. */
  valueLocal: number | null;
  /** ISO 4217 currency of the obliged entity. */
  localCurrency: string | null;
  /** Fee charged, minor units of `localCurrency`. */
  feeLocal: number | null;
  rail: Rail | 'none';
  /** Network of the on-chain leg: `bitcoin`, `tron` … */
  network: string | null;
  /** How the fiat leg is paid: `spei`, `pix`, `cash`, `gift_card`, `bank` … */
  paymentMethod: string | null;
  /** Token of the customer's own card or account that funds or receives; never the number itself. */
  instrument: string | null;
  side: 'buy' | 'sell' | null;
  /** (price - reference mid) / mid in basis points; positive: above the mid. Trades and P2P orders. */
  priceDeviationBp: number | null;
  disputed: boolean | null;
  /** What the note of the payment speaks of: codes of memo.ts, never its words; null when there was no note. */
  memo: readonly string[] | null;
  counterparty: CounterpartyFacts | null;
  /** The on-chain address across: source of a deposit, destination of a withdrawal. */
  wallet: WalletFacts | null;
  /** Transaction hash or id. */
  tx: string | null;
  device: DeviceFacts | null;
  ip: IpFacts | null;
  screening: ScreeningFacts;
  /** Of the address across; null: nothing was read about it. */
  exposure: ExposureFigures | null;
  /** Shapes of the chain around it; null: nothing of its network was read. */
  chain: ChainFigures | null;
  /** The customer's whole balance in US cents just before the event. */
  balanceUsd: number | null;
  /** Event id this one takes back. It enters no window itself and no scenario judges it. */
  reverses: string | null;
  /** Event id whose content this one replaces. */
  corrects: string | null;
  /** The observation of the event reversed or corrected, as it was observed: it leaves every window first. */
  takesBack: Observation | null;
  /** An internal transfer as whoever receives it sees it: enters their windows with this one, and is not judged. */
  receiving: Observation | null;
}

export interface JurisdictionFacts {
  /** ISO 3166-1 alpha-2 of the obliged entity. Selects parameter overrides. */
  code: string;
  /** Reporting threshold in force on the event's date, minor units of the local currency (MX: 210 UMA). */
  reportThresholdLocal: number | null;
  /** Threshold of the fee that alone makes an operation reportable (MX: 4 UMA). */
  feeThresholdLocal: number | null;
}

export interface CustomerFacts {
  id: string;
  kind: 'person' | 'organization';
  /** Residence, ISO 3166-1 alpha-2. */
  country: string | null;
  registeredAt: number | null;
  birthYear: number | null;
  /** Selects parameter overrides by risk tier. */
  riskRating: RiskRating | null;
  /** US cents a month, as declared. */
  declaredMonthlyIncomeUsd: number | null;
  /** Expected volume, US cents a month, as declared. */
  declaredMonthlyVolumeUsd: number | null;
  occupation: string | null;
  purpose: string | null;
  /** Politically exposed, or a relative or close associate of one. */
  pep: boolean | null;
  /** Holds a licence to exchange assets for others. */
  licensedExchanger: boolean | null;
}

export interface CounterpartyFacts {
  /** Bank account, card token, other customer's id …: equal keys are the same counterparty. */
  key: string | null;
  kind: 'person' | 'organization' | 'customer' | 'vasp' | 'kiosk' | null;
  /** Likeness of its name to the customer's own, 0-100; null when either is not known. */
  nameScore: number | null;
  /** Place of the counterparty or its provider, ISO 3166-1 alpha-2. */
  country: string | null;
  /** State or province where it paid or was paid, with its country: `MX/Jalisco`. */
  region: string | null;
  /** Branch, shop or machine that took or gave the cash. */
  branch: string | null;
  /** Provider (VASP) behind the address, when identified. */
  vasp: string | null;
  /** Bank of the account, in small letters without accents, marks or legal form. */
  bank: string | null;
  /** First three digits of a CLABE: the Mexican institution that keeps the account. */
  bankCode: string | null;
}

export interface WalletFacts {
  address: string;
  /** Held by a provider or by its owner. */
  custody: 'hosted' | 'unhosted' | null;
  /** Proof that the customer controls it. */
  ownership: 'proven' | 'unproven' | null;
}

export interface DeviceFacts {
  /** Fingerprint or installation id. */
  id: string | null;
  /** A remote-desktop tool was running. */
  remoteAccess: boolean | null;
  /** Maker, in small letters. */
  vendor: string | null;
  /** IANA time zone it is set to. */
  timezone: string | null;
  /** Country of the SIM card's network. */
  simCountry: string | null;
  /** Credential changed by this event (logins). */
  credentialChange: 'password' | 'two_factor' | 'device' | 'email' | 'phone' | null;
}

export interface IpFacts {
  /** Textual IPv4 or IPv6 address. */
  address: string | null;
  country: string | null;
  anonymizer: 'none' | 'tor' | 'vpn' | 'hosting' | null;
  /** Many unrelated subscribers share it (carrier-grade NAT, campus). */
  shared: boolean | null;
  /** Degrees × 10,000. */
  latitudeE4: number | null;
  longitudeE4: number | null;
}

export interface ScreeningFacts {
  /** The wallet is on a list in force at event time; null: not screened. */
  walletListed: boolean | null;
  /** A party's name is on a list in force, above the match threshold; null: not screened. */
  nameListed: boolean | null;
  /** Issuers' codes of the lists hit. */
  lists: readonly string[];
  /** Direct tags of the wallet or counterparty: `scam`, `darknet_market`, `kiosk` … */
  tags: readonly string[];
}

const HOUR = 3_600_000;

/** The hour a time is in, ms. */
export const hourOf = (at: number): number => Math.floor(at / HOUR) * HOUR;

const DIRECTIONS: Partial<Record<EventType, Observation['direction']>> = {
  deposit: 'in',
  withdrawal: 'out',
  transfer: 'out',
};

/** An observation in which only what is given is known: for tests, examples and simulations. */
export function blankObservation(
  given: Pick<Observation, 'eventId' | 'entity' | 'type' | 'at'> & {
    customer: string;
  },
): Observation {
  const { customer, ...known } = given;
  return {
    ...known,
    jurisdiction: { code: 'XX', reportThresholdLocal: null, feeThresholdLocal: null },
    direction: DIRECTIONS[given.type] ?? 'none',
    status: 'settled',
    horizon: given.at,
    customer: blankCustomer(customer),
    asset: null,
    amountMinor: null,
    valueUsd: null,
    valueLocal: null,
    localCurrency: null,
    feeLocal: null,
    rail: 'none',
    network: null,
    paymentMethod: null,
    instrument: null,
    side: null,
    priceDeviationBp: null,
    disputed: null,
    memo: null,
    counterparty: null,
    wallet: null,
    tx: null,
    device: null,
    ip: null,
    screening: { walletListed: null, nameListed: null, lists: [], tags: [] },
    exposure: null,
    chain: null,
    balanceUsd: null,
    reverses: null,
    corrects: null,
    takesBack: null,
    receiving: null,
  };
}

const blankCustomer = (id: string): CustomerFacts => ({
  id,
  kind: 'person',
  country: null,
  registeredAt: null,
  birthYear: null,
  riskRating: null,
  declaredMonthlyIncomeUsd: null,
  declaredMonthlyVolumeUsd: null,
  occupation: null,
  purpose: null,
  pep: null,
  licensedExchanger: null,
});
