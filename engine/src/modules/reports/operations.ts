import type { Event } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import type { CustomerView } from '@atalaya/contract/customers.ts';
import type { RuleFinding } from '@atalaya/contract/reports.ts';
import type { Static } from 'typebox';
import { parseAmount } from '../../kernel/money.ts';
import type { EventDetail } from '../cases/event-details.ts';
import type {
  AssetLeg,
  BankCounterparty,
  FiatAmount,
  OperationReference,
  Quantity,
  ReportableOperation,
} from './formats/reportable.ts';
import { houseFinding } from './house-rules.ts';
import { sameWords, splitName } from './party-names.ts';

/** Events of the journal as operations of a report; what cannot be one is a finding, never silently gone. */
export interface Operations {
  readonly operations: readonly ReportableOperation[];
  readonly findings: readonly Static<typeof RuleFinding>[];
}

export interface OperationContext {
  readonly customer: CustomerView;
  /** The authority's key of a bank by the first three digits of a CLABE, where the officer gave one. */
  readonly institutions: ReadonlyMap<string, string>;
}

type Made = ReportableOperation | 'no_place' | 'unvalued' | 'nothing';
type Detail<E extends Event = Event> = Omit<EventDetail, 'event'> & { readonly event: E };

const PESO = 'MXN';

const known = (code: string): Asset => {
  const asset = assetOf(code);
  if (asset === undefined) throw new Error(`${code} was decided and is not known any more`);
  return asset;
};

const quantityOf = (code: string, amount: string): Quantity => {
  const asset = known(code);
  return { minor: parseAmount(amount, asset), decimals: asset.decimals };
};

const fiatOf = (code: string, amount: string): FiatAmount => ({
  currency: code,
  ...quantityOf(code, amount),
});

/** The event in pesos: money that is pesos, else its value at the prices of its own time. */
function pesosOf({ event, decided }: Detail): FiatAmount | undefined {
  if ('asset' in event && event.asset === PESO) return fiatOf(PESO, event.amount);
  if ('quote_asset' in event && event.quote_asset === PESO) return fiatOf(PESO, event.quote_amount);
  const { currency, value_local: centavos } = decided.gathered;
  return currency === PESO && centavos !== undefined
    ? { currency: PESO, minor: BigInt(centavos), decimals: 2 }
    : undefined;
}

const legOf = (code: string, amount: string, value: FiatAmount): AssetLeg => ({
  asset: code,
  assetName: known(code).name,
  quantity: quantityOf(code, amount),
  value,
});

const isFiat = (code: string): boolean => known(code).kind === 'fiat';

const ownRecord = ({ event }: Detail): OperationReference => ({ internalReference: event.id });

type Movement = Extract<Event, { rail: string }>;

const INSTRUMENTS: Readonly<Record<string, string>> = { bank: 'bank_transfer', cash: 'cash' };

function cryptoMovement(detail: Detail<Movement>): Made {
  const { event, id, occurredAt: instant } = detail;
  const value = pesosOf(detail);
  if (value === undefined) return 'unvalued';
  const { wallet } = event;
  return {
    kind: event.type === 'deposit' ? 'transfer_received' : 'transfer_sent',
    id,
    instant,
    leg: legOf(event.asset, event.amount, value),
    reference: wallet?.tx === undefined ? ownRecord(detail) : { transactionHash: wallet.tx },
    ...(wallet === undefined ? {} : { address: wallet.address }),
  };
}

function counterpartyOf(
  { event }: Detail<Movement>,
  { customer, institutions }: OperationContext,
): BankCounterparty {
  const { name = '', kind, account = '', bank = '', country } = event.counterparty ?? {};
  const domestic =
    (country === undefined || country === 'MX') && (account === '' || /^\d{18}$/.test(account));
  const institution = institutions.get(account.slice(0, 3));
  return {
    party:
      kind === 'organization'
        ? { kind, legalName: name }
        : customer.name !== undefined && sameWords(name, customer.display_name)
          ? { kind: 'person', name: customer.name }
          : { kind: 'person', name: splitName(name) },
    account: domestic
      ? {
          kind: 'domestic',
          clabe: account,
          ...(institution === undefined ? {} : { institutionCode: institution }),
        }
      : { kind: 'foreign', number: account, bank },
  };
}

const fiatMovement = (detail: Detail<Movement>, context: OperationContext): Made => ({
  kind: detail.event.type === 'deposit' ? 'fiat_deposit' : 'fiat_withdrawal',
  id: detail.id,
  instant: detail.occurredAt,
  instrument: INSTRUMENTS[detail.event.rail] ?? 'other',
  amount: fiatOf(detail.event.asset, detail.event.amount),
  counterparty: counterpartyOf(detail, context),
});

type Exchange = Extract<Event, { quote_asset: string }>;

/** A virtual asset against money, or against another; money against money has no place. */
function exchanged(detail: Detail<Exchange>): Made {
  const { event, id, occurredAt: instant } = detail;
  const { asset, amount, quote_asset: quote, quote_amount: paid } = event;
  const value = pesosOf(detail);
  if (isFiat(asset) && isFiat(quote)) return 'no_place';
  if (value === undefined) return 'unvalued';
  const reference = ownRecord(detail);
  const buys = event.side === 'buy';
  if (isFiat(quote) || isFiat(asset)) {
    const [coin, units] = isFiat(quote) ? [asset, amount] : [quote, paid];
    const money = isFiat(quote) ? fiatOf(quote, paid) : fiatOf(asset, amount);
    const kind = buys === isFiat(quote) ? 'buy' : 'sell';
    return { kind, id, instant, leg: legOf(coin, units, value), paid: money, reference };
  }
  const own = legOf(asset, amount, value);
  const other = legOf(quote, paid, value);
  return {
    kind: 'exchange',
    id,
    instant,
    sent: buys ? other : own,
    received: buys ? own : other,
    reference,
  };
}

function internal(detail: Detail<Extract<Event, { type: 'transfer' }>>): Made {
  const { event, id, occurredAt: instant } = detail;
  if (isFiat(event.asset)) return 'no_place';
  const value = pesosOf(detail);
  if (value === undefined) return 'unvalued';
  return {
    kind: 'transfer_sent',
    id,
    instant,
    leg: legOf(event.asset, event.amount, value),
    reference: ownRecord(detail),
  };
}

function operationOf(detail: EventDetail, context: OperationContext): Made {
  const { event } = detail;
  switch (event.type) {
    case 'login':
      return 'nothing';
    case 'transfer':
      return internal({ ...detail, event });
    case 'trade':
    case 'p2p_order':
      return exchanged({ ...detail, event });
    case 'deposit':
    case 'withdrawal':
      return isFiat(event.asset)
        ? fiatMovement({ ...detail, event }, context)
        : cryptoMovement({ ...detail, event });
  }
}

const wasSplit = (operation: ReportableOperation, { customer }: OperationContext): boolean =>
  'counterparty' in operation &&
  operation.counterparty.party.kind === 'person' &&
  operation.counterparty.party.name.given !== '' &&
  operation.counterparty.party.name !== customer.name;

/** Pure; events in the order given. */
export function operationsOf(details: readonly EventDetail[], context: OperationContext): Operations {
  const operations: ReportableOperation[] = [];
  const findings: Static<typeof RuleFinding>[] = [];
  for (const detail of details) {
    const path = `/events/${detail.id}`;
    const made = operationOf(detail, context);
    if (made === 'unvalued') findings.push(houseFinding('unvalued', path));
    else if (made === 'no_place') findings.push(houseFinding('noPlace', path));
    else if (made !== 'nothing') {
      operations.push(made);
      if (wasSplit(made, context)) findings.push(houseFinding('splitName', path));
    }
  }
  if (operations.length === 0) findings.push(houseFinding('noEvents', '/events'));
  return { operations, findings };
}
