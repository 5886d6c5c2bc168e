import type { Observation } from '../../../monitoring/observation.ts';
import { readerOf, type Values } from './columns.ts';

/**
 * Makes the observation of a row. Its members are written out, so that all observations have one shape and none is set
 * member by member: with a million of them that is most of reading them.
 */
export function observationMaker(columns: ReadonlyMap<string, Values>): (i: number) => Observation {
  const of = (name: keyof Observation): ((i: number) => unknown) => readerOf(columns.get(name));
  const eventId = of('eventId');
  const entity = of('entity');
  const jurisdiction = of('jurisdiction');
  const type = of('type');
  const direction = of('direction');
  const status = of('status');
  const at = of('at');
  const horizon = of('horizon');
  const customer = of('customer');
  const asset = of('asset');
  const amountMinor = of('amountMinor');
  const valueUsd = of('valueUsd');
  const valueLocal = of('valueLocal');
  const localCurrency = of('localCurrency');
  const feeLocal = of('feeLocal');
  const rail = of('rail');
  const network = of('network');
  const paymentMethod = of('paymentMethod');
  const instrument = of('instrument');
  const side = of('side');
  const priceDeviationBp = of('priceDeviationBp');
  const disputed = of('disputed');
  const memo = of('memo');
  const counterparty = of('counterparty');
  const wallet = of('wallet');
  const tx = of('tx');
  const device = of('device');
  const ip = of('ip');
  const screening = of('screening');
  const exposure = of('exposure');
  const chain = of('chain');
  const balanceUsd = of('balanceUsd');
  const reverses = of('reverses');
  const corrects = of('corrects');
  const takesBack = of('takesBack');
  const receiving = of('receiving');
  return (i) => {
    const made: Record<keyof Observation, unknown> = {
      eventId: eventId(i),
      entity: entity(i),
      jurisdiction: jurisdiction(i),
      type: type(i),
      direction: direction(i),
      status: status(i),
      at: at(i),
      horizon: horizon(i),
      customer: customer(i),
      asset: asset(i),
      amountMinor: amountMinor(i),
      valueUsd: valueUsd(i),
      valueLocal: valueLocal(i),
      localCurrency: localCurrency(i),
      feeLocal: feeLocal(i),
      rail: rail(i),
      network: network(i),
      paymentMethod: paymentMethod(i),
      instrument: instrument(i),
      side: side(i),
      priceDeviationBp: priceDeviationBp(i),
      disputed: disputed(i),
      memo: memo(i),
      counterparty: counterparty(i),
      wallet: wallet(i),
      tx: tx(i),
      device: device(i),
      ip: ip(i),
      screening: screening(i),
      exposure: exposure(i),
      chain: chain(i),
      balanceUsd: balanceUsd(i),
      reverses: reverses(i),
      corrects: corrects(i),
      takesBack: takesBack(i),
      receiving: receiving(i),
    };
    return made as unknown as Observation;
  };
}
