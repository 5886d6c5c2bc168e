import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { emptyStore } from '@atalaya/engine/modules/decisions/monitor.ts';
import { makerOfWindows, SnapshotFolder } from '@atalaya/engine/modules/decisions/snapshot-folder.ts';
import { BaseFile } from '@atalaya/engine/modules/monitoring/base-file.ts';
import { blankObservation, type Observation } from '@atalaya/engine/modules/monitoring/observation.ts';
import { compileRuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import type { WindowStore } from '@atalaya/engine/modules/monitoring/window-store.ts';
import { writeBase } from '@atalaya/engine/modules/monitoring/windows/base-writer.ts';
import { scenarioFiles } from '@atalaya/engine/programs/scenario-files.ts';
import { round } from './results.ts';
import type { ScaleHouse } from './scale-house.ts';

/**
 * Windows of many customers and events as a snapshot in a data folder, made as the engine makes them but without deciding
 * each event first: deciding ten million takes the better part of an hour and is not what a restart is measured by. The
 * snapshot stands at the newest entry of the journal there is. Kills the house.
 */
export async function snapshotOfMany(
  house: ScaleHouse,
  customers: number,
  events: number,
): Promise<{ seconds: number }> {
  const began = performance.now();
  const [newest] = await house.sql<{ number: string; leaf: string }>(
    `select number, encode(leaf_hash, 'hex') as leaf from journal.entry
     where number = (select max(entry) from decisions.decision)`,
  );
  const { entity } = house.ready;
  // Before it takes a snapshot of its own, and tidies this one away.
  await house.stop('killed');
  const ruleSet = compileRuleSet(scenarioFiles());
  const folder = new SnapshotFolder(house.home);
  folder.clear();
  const store = emptyStore(ruleSet);
  const ids = folder.newIds();
  const told = {
    journal: Number(newest?.number),
    leaf: newest?.leaf ?? '',
    rule_set: ruleSet.version,
    made_by: makerOfWindows(),
    made_at: Date.now(),
    erased: 0,
  };
  for (let from = 0; from < events; from += STRETCH) {
    for (let n = from; n < Math.min(events, from + STRETCH); n += 1) {
      store.begin();
      store.observe(observationOf(entity, n, customers, events));
      store.commit();
    }
    write(store, join(house.home, 'windows', `${from}.making`), ids, told);
    store.evictAll();
  }
  const last = store.base?.path ?? '';
  store.close();
  renameSync(last, folder.pathOf(told.journal));
  for (const name of readdirSync(join(house.home, 'windows')))
    if (name.endsWith('.making')) rmSync(join(house.home, 'windows', name));
  return { seconds: round((performance.now() - began) / 1000) };
}

/**
 * Events between two snapshots: what memory holds while they are made. Each stretch is of customers of its own, so that
 * none is read back from the snapshot before; all stretches go over the same two months.
 */
const STRETCH = 1_000_000;

type Told = Parameters<ReturnType<WindowStore['snapshot']>['description']>[0];

function write(store: WindowStore, path: string, ids: string, told: Told): void {
  const taking = store.snapshot();
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = taking.slice(Number.POSITIVE_INFINITY, ids);
    if (chunk === null) break;
    chunks.push(chunk);
  }
  const file = ids.slice(ids.lastIndexOf('/') + 1);
  const description = taking.description(told, { file, pages: [...store.ids.moved] });
  writeBase(path, store.base?.path ?? null, chunks, taking.idTail, description, taking.cutoff);
  taking.done(BaseFile.open(path, true));
}

const DAY_MS = 86_400_000;
const DAYS = 60;

/** Trades, deposits and withdrawals over two months, of a device, a line and a wallet of everybody's own. */
function observationOf(entity: string, n: number, customers: number, events: number): Observation {
  const stretches = Math.ceil(events / STRETCH);
  const own = Math.ceil(customers / stretches);
  const stretch = Math.floor(n / STRETCH);
  const who = Math.min(customers - 1, stretch * own + ((Math.imul(n, 0x9e3779b1) >>> 0) % own));
  const passed = (n % STRETCH) / Math.min(STRETCH, events);
  const at = Math.floor(Date.now() - DAYS * DAY_MS * (1 - passed));
  const type = (['trade', 'trade', 'deposit', 'withdrawal'] as const)[n % 4] ?? 'trade';
  const o = blankObservation({
    eventId: `evt_${String(n).padStart(26, '0')}`,
    entity,
    type,
    at,
    customer: `cus_${String(who).padStart(26, '0')}`,
  });
  o.horizon = at;
  o.valueUsd = 2000 + (n % 6000);
  o.valueLocal = o.valueUsd * 18;
  o.localCurrency = 'MXN';
  o.asset = 'USDT';
  o.rail = type === 'trade' ? 'none' : 'crypto';
  o.device = {
    id: `d-${who}`,
    remoteAccess: null,
    credentialChange: null,
    vendor: null,
    timezone: null,
    simCountry: null,
  };
  if (type !== 'trade')
    o.wallet = { address: `T${String(who).padStart(33, '9')}`, custody: null, ownership: null };
  return o;
}
