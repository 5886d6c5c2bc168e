import type { Event } from '@atalaya/contract/activity.ts';
import type { Observation } from '../monitoring/observation.ts';
import type { Facts } from './events.ts';

/**
 * The observation as it goes into the journal: flat, JSON scalars, only what is known. What identifies a person or their
 * device is not in it; that stands in the sealed part of the entry and is put back when state is rebuilt.
 */
const PERSONAL = new Set([
  'instrument',
  'counterparty.key',
  'device.id',
  'ip.address',
  'ip.latitudeE4',
  'ip.longitudeE4',
]);
/** Repeated elsewhere in the entry. */
const REPEATED = new Set(['eventId', 'entity', 'at', 'recordedAt', 'customer.id']);

export function recordFacts(observation: Observation): Facts {
  const facts: Record<string, string | number | boolean | null> = {};
  flatten('', observation, facts);
  return facts;
}

function flatten(
  prefix: string,
  value: object,
  into: Record<string, string | number | boolean | null>,
): void {
  for (const [name, member] of Object.entries(value)) {
    if (member === null || member === undefined) continue;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (PERSONAL.has(path) || REPEATED.has(path)) continue;
    if (typeof member === 'bigint') into[path] = member.toString();
    else if (Array.isArray(member)) {
      if (member.length > 0) into[path] = member.join(' ');
    } else if (typeof member === 'object') flatten(path, member, into);
    else into[path] = member;
  }
}

interface StoredEntry {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly facts: Facts;
  /** The event with its personal part joined, or without it when the person was erased. */
  readonly event: Event;
}

/** The same observation again, from the journal alone. */
export function restoreObservation(stored: StoredEntry): Observation {
  const { facts, event } = stored;
  const text = (name: string): string | null => (facts[name] as string | undefined) ?? null;
  const number = (name: string): number | null => (facts[name] as number | undefined) ?? null;
  const truth = (name: string): boolean | null => (facts[name] as boolean | undefined) ?? null;
  const words = (name: string): string[] => text(name)?.split(' ') ?? [];
  const word = <T extends string>(name: string): T | null => text(name) as T | null;
  const amount = text('amountMinor');
  const party = 'counterparty' in event ? event.counterparty : undefined;
  const other =
    event.type === 'transfer'
      ? event.to_customer
      : 'counterparty_customer' in event
        ? event.counterparty_customer
        : undefined;
  const { origin } = event;
  return {
    eventId: stored.id,
    entity: stored.entity,
    jurisdiction: {
      code: text('jurisdiction.code') ?? 'XX',
      reportThresholdLocal: number('jurisdiction.reportThresholdLocal'),
      feeThresholdLocal: number('jurisdiction.feeThresholdLocal'),
    },
    type: event.type,
    direction: word<'in' | 'out' | 'none'>('direction') ?? 'none',
    status: word<'settled' | 'declined'>('status') ?? 'settled',
    at: stored.occurredAt,
    recordedAt: stored.recordedAt,
    customer: {
      id: stored.customer,
      kind: word<'person' | 'organization'>('customer.kind') ?? 'person',
      country: text('customer.country'),
      registeredAt: number('customer.registeredAt'),
      birthYear: number('customer.birthYear'),
      riskRating: word('customer.riskRating'),
      declaredMonthlyIncomeUsd: number('customer.declaredMonthlyIncomeUsd'),
      declaredMonthlyVolumeUsd: number('customer.declaredMonthlyVolumeUsd'),
      occupation: text('customer.occupation'),
      purpose: text('customer.purpose'),
      pep: truth('customer.pep'),
      licensedExchanger: truth('customer.licensedExchanger'),
    },
    asset: text('asset'),
    amountMinor: amount === null ? null : BigInt(amount),
    valueUsd: number('valueUsd'),
    valueLocal: number('valueLocal'),
    localCurrency: text('localCurrency'),
    feeLocal: number('feeLocal'),
    rail: word('rail') ?? 'none',
    network: text('network'),
    paymentMethod: text('paymentMethod'),
    instrument: 'rail' in event && event.rail !== 'crypto' ? (party?.account ?? null) : null,
    side: word('side'),
    priceDeviationBp: number('priceDeviationBp'),
    disputed: truth('disputed'),
    counterparty:
      other === undefined && party === undefined
        ? null
        : {
            key: other ?? party?.account ?? party?.name ?? null,
            kind: word('counterparty.kind'),
            nameScore: number('counterparty.nameScore'),
            country: text('counterparty.country'),
            region: text('counterparty.region'),
            branch: text('counterparty.branch'),
            vasp: text('counterparty.vasp'),
          },
    wallet:
      text('wallet.address') === null
        ? null
        : {
            address: text('wallet.address') ?? '',
            custody: word('wallet.custody'),
            ownership: word('wallet.ownership'),
          },
    tx: text('tx'),
    device: {
      id: origin?.device ?? null,
      remoteAccess: truth('device.remoteAccess'),
      credentialChange: word('device.credentialChange'),
    },
    ip:
      origin === undefined
        ? null
        : {
            address: origin.ip ?? null,
            country: text('ip.country'),
            anonymizer: word('ip.anonymizer'),
            shared: truth('ip.shared'),
            latitudeE4: origin.latitude === undefined ? null : Math.round(origin.latitude * 10_000),
            longitudeE4: origin.longitude === undefined ? null : Math.round(origin.longitude * 10_000),
          },
    screening: {
      walletListed: truth('screening.walletListed'),
      nameListed: truth('screening.nameListed'),
      lists: words('screening.lists'),
      tags: words('screening.tags'),
    },
    balanceUsd: number('balanceUsd'),
    reverses: text('reverses'),
    corrects: text('corrects'),
  };
}
