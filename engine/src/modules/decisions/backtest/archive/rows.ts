import type { Observation } from '../../../monitoring/observation.ts';
import { readerOf, type Values } from './columns.ts';

/** What reads each member of an observation from its column. */
type Readers = { readonly [name in keyof Observation]: (row: number) => Observation[name] };

export function readersOf(columns: ReadonlyMap<string, Values>): Readers {
  const of = <Name extends keyof Observation>(name: Name) =>
    readerOf(columns.get(name)) as (row: number) => Observation[Name];
  return {
    eventId: of('eventId'),
    entity: of('entity'),
    jurisdiction: of('jurisdiction'),
    type: of('type'),
    direction: of('direction'),
    status: of('status'),
    at: of('at'),
    horizon: of('horizon'),
    customer: of('customer'),
    asset: of('asset'),
    amountMinor: of('amountMinor'),
    valueUsd: of('valueUsd'),
    valueLocal: of('valueLocal'),
    localCurrency: of('localCurrency'),
    feeLocal: of('feeLocal'),
    rail: of('rail'),
    network: of('network'),
    paymentMethod: of('paymentMethod'),
    instrument: of('instrument'),
    side: of('side'),
    priceDeviationBp: of('priceDeviationBp'),
    disputed: of('disputed'),
    memo: of('memo'),
    counterparty: of('counterparty'),
    wallet: of('wallet'),
    tx: of('tx'),
    device: of('device'),
    ip: of('ip'),
    screening: of('screening'),
    exposure: of('exposure'),
    chain: of('chain'),
    balanceUsd: of('balanceUsd'),
    reverses: of('reverses'),
    corrects: of('corrects'),
    takesBack: of('takesBack'),
    receiving: of('receiving'),
  };
}

/**
 * The observation of a row as plain data. Its members are written out, so that all observations have one shape and none is
 * set member by member: with a million of them that is most of reading them.
 */
export const plainObservation = (of: Readers, row: number): Observation => ({
  eventId: of.eventId(row),
  entity: of.entity(row),
  jurisdiction: of.jurisdiction(row),
  type: of.type(row),
  direction: of.direction(row),
  status: of.status(row),
  at: of.at(row),
  horizon: of.horizon(row),
  customer: of.customer(row),
  asset: of.asset(row),
  amountMinor: of.amountMinor(row),
  valueUsd: of.valueUsd(row),
  valueLocal: of.valueLocal(row),
  localCurrency: of.localCurrency(row),
  feeLocal: of.feeLocal(row),
  rail: of.rail(row),
  network: of.network(row),
  paymentMethod: of.paymentMethod(row),
  instrument: of.instrument(row),
  side: of.side(row),
  priceDeviationBp: of.priceDeviationBp(row),
  disputed: of.disputed(row),
  memo: of.memo(row),
  counterparty: of.counterparty(row),
  wallet: of.wallet(row),
  tx: of.tx(row),
  device: of.device(row),
  ip: of.ip(row),
  screening: of.screening(row),
  exposure: of.exposure(row),
  chain: of.chain(row),
  balanceUsd: of.balanceUsd(row),
  reverses: of.reverses(row),
  corrects: of.corrects(row),
  takesBack: of.takesBack(row),
  receiving: of.receiving(row),
});

/**
 * The observation of a row, each member read when it is asked for: of most events a run asks little. It keeps its whole
 * segment in memory, so nobody may keep it.
 */
export class RowObservation implements Observation {
  readonly #of: Readers;
  readonly #row: number;

  constructor(of: Readers, row: number) {
    this.#of = of;
    this.#row = row;
  }

  get eventId(): Observation['eventId'] {
    return this.#of.eventId(this.#row);
  }

  get entity(): Observation['entity'] {
    return this.#of.entity(this.#row);
  }

  get jurisdiction(): Observation['jurisdiction'] {
    return this.#of.jurisdiction(this.#row);
  }

  get type(): Observation['type'] {
    return this.#of.type(this.#row);
  }

  get direction(): Observation['direction'] {
    return this.#of.direction(this.#row);
  }

  get status(): Observation['status'] {
    return this.#of.status(this.#row);
  }

  get at(): Observation['at'] {
    return this.#of.at(this.#row);
  }

  get horizon(): Observation['horizon'] {
    return this.#of.horizon(this.#row);
  }

  get customer(): Observation['customer'] {
    return this.#of.customer(this.#row);
  }

  get asset(): Observation['asset'] {
    return this.#of.asset(this.#row);
  }

  get amountMinor(): Observation['amountMinor'] {
    return this.#of.amountMinor(this.#row);
  }

  get valueUsd(): Observation['valueUsd'] {
    return this.#of.valueUsd(this.#row);
  }

  get valueLocal(): Observation['valueLocal'] {
    return this.#of.valueLocal(this.#row);
  }

  get localCurrency(): Observation['localCurrency'] {
    return this.#of.localCurrency(this.#row);
  }

  get feeLocal(): Observation['feeLocal'] {
    return this.#of.feeLocal(this.#row);
  }

  get rail(): Observation['rail'] {
    return this.#of.rail(this.#row);
  }

  get network(): Observation['network'] {
    return this.#of.network(this.#row);
  }

  get paymentMethod(): Observation['paymentMethod'] {
    return this.#of.paymentMethod(this.#row);
  }

  get instrument(): Observation['instrument'] {
    return this.#of.instrument(this.#row);
  }

  get side(): Observation['side'] {
    return this.#of.side(this.#row);
  }

  get priceDeviationBp(): Observation['priceDeviationBp'] {
    return this.#of.priceDeviationBp(this.#row);
  }

  get disputed(): Observation['disputed'] {
    return this.#of.disputed(this.#row);
  }

  get memo(): Observation['memo'] {
    return this.#of.memo(this.#row);
  }

  get counterparty(): Observation['counterparty'] {
    return this.#of.counterparty(this.#row);
  }

  get wallet(): Observation['wallet'] {
    return this.#of.wallet(this.#row);
  }

  get tx(): Observation['tx'] {
    return this.#of.tx(this.#row);
  }

  get device(): Observation['device'] {
    return this.#of.device(this.#row);
  }

  get ip(): Observation['ip'] {
    return this.#of.ip(this.#row);
  }

  get screening(): Observation['screening'] {
    return this.#of.screening(this.#row);
  }

  get exposure(): Observation['exposure'] {
    return this.#of.exposure(this.#row);
  }

  get chain(): Observation['chain'] {
    return this.#of.chain(this.#row);
  }

  get balanceUsd(): Observation['balanceUsd'] {
    return this.#of.balanceUsd(this.#row);
  }

  get reverses(): Observation['reverses'] {
    return this.#of.reverses(this.#row);
  }

  get corrects(): Observation['corrects'] {
    return this.#of.corrects(this.#row);
  }

  get takesBack(): Observation['takesBack'] {
    return this.#of.takesBack(this.#row);
  }

  get receiving(): Observation['receiving'] {
    return this.#of.receiving(this.#row);
  }
}
