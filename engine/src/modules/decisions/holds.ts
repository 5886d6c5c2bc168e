import { setTimeout as sleep } from 'node:timers/promises';
import type { HoldRow } from '@atalaya/contract/decisions.ts';
import { Failure } from '../../kernel/failure.ts';
import { asSystem, type Database, one, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { DecisionCore } from './core.ts';
import { holdResolved } from './events.ts';
import { type HoldAction, type HoldState, nextHoldState } from './hold.ts';
import type { LiveMonitor } from './monitor.ts';
import { findRejected } from './originals.ts';
import { type CustomerNames, holdRow } from './queries.ts';

interface LockedHold {
  readonly id: string;
  readonly entity: string;
  readonly event: string;
  readonly customer: string;
  readonly state: HoldState;
}

async function settle(
  tx: Tx,
  journal: Journal,
  hold: LockedHold,
  action: HoldAction,
  actor: string,
  reason: string,
): Promise<void> {
  await journal.record(tx, holdResolved, {
    entity: hold.entity,
    actor,
    subject: hold.id,
    data: { state: nextHoldState(hold.state, action), reason, event: hold.event, customer: hold.customer },
  });
}

export interface HoldPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly names: CustomerNames;
  readonly core: DecisionCore;
  readonly monitor: LiveMonitor;
}

interface HoldCall {
  readonly scope: Scope;
  readonly actor: string;
}

/**
 * A person releases or rejects a held operation. A rejected one never came to pass: it leaves the windows between two
 * decisions, at the place its entry has in the journal. Failures: not_found, holds.already_resolved.
 */
export async function resolveHold(
  ports: HoldPorts,
  call: HoldCall,
  id: string,
  action: 'release' | 'reject',
  reason: string,
): Promise<HoldRow> {
  const resolve = () => resolveIn(ports, call, id, action, reason);
  if (action === 'release') return resolve();
  return ports.core.atRest(async () => {
    try {
      return await resolve();
    } finally {
      await tellRejected(ports, id);
    }
  });
}

/** Asks the database what became of it: a commit of which nobody heard counts too. Repeated until it answers. */
async function tellRejected({ db, vault, monitor, core }: HoldPorts, id: string): Promise<void> {
  for (let pause = 20; !core.isClosed; pause = Math.min(pause * 2, 1000)) {
    try {
      const rejected = await asSystem(db, (tx) => findRejected(tx, vault, id));
      if (rejected !== null && rejected.entry > monitor.entry)
        monitor.tell(rejected.observation, rejected.entry);
      return;
    } catch {
      await sleep(pause);
    }
  }
}

/** A held operation is released within what somebody else decides. Failures: not_found, holds.already_resolved. */
export async function releaseHold(
  tx: Tx,
  journal: Journal,
  actor: string,
  id: string,
  reason: string,
): Promise<void> {
  await settle(tx, journal, await lockHold(tx, id), 'release', actor, reason);
}

async function lockHold(tx: Tx, id: string): Promise<LockedHold> {
  const hold = await one<LockedHold>(
    tx,
    'select id, entity, event, customer, state from decisions.hold where id = $1 for update',
    [id],
  );
  if (hold === undefined) throw new Failure('missing', 'not_found', `no hold ${id}`);
  return hold;
}

function resolveIn(
  ports: HoldPorts,
  call: HoldCall,
  id: string,
  action: 'release' | 'reject',
  reason: string,
): Promise<HoldRow> {
  return write(ports.db, call.scope, async (tx) => {
    await settle(tx, ports.journal, await lockHold(tx, id), action, call.actor, reason);
    return holdRow(tx, ports.names, id);
  });
}

/** Holds whose time is over expire; gives how many did. Called by a loop, a few at a time. */
export function expireHolds(ports: { db: Database; journal: Journal }, now: string): Promise<number> {
  return asSystem(ports.db, async (tx) => {
    const over = await rows<LockedHold>(
      tx,
      `select id, entity, event, customer, state from decisions.hold
       where state = 'held' and until <= $1 order by until limit 100 for update skip locked`,
      [now],
    );
    for (const hold of over) await settle(tx, ports.journal, hold, 'expire', 'system:holds', 'time over');
    return over.length;
  });
}
