import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, instantOf } from '../kernel/instant.ts';
import {
  formatSignerKey,
  formatVerifierKey,
  type NoteSigner,
  newSigner,
  parseSignerKey,
} from '../kernel/signing.ts';
import type { KeeperOptions } from '../modules/decisions/snapshots.ts';
import { keyEncryptionKey, secretFile } from '../platform/config.ts';
import { asSystem, type Connection, type Database, openDatabase } from '../platform/database.ts';
import { createJournal, declareEntryTypes, type EntryType, type Journal } from '../platform/journal.ts';
import type { Logger } from '../platform/log.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import { migrate } from '../platform/migrations.ts';
import { createVault, type Vault } from '../platform/vault.ts';

/** What every module stands on. */
export interface Foundation {
  readonly connection: Connection;
  readonly home: string;
  readonly db: Database;
  readonly vault: Vault;
  readonly journal: Journal;
  readonly signer: NoteSigner;
  readonly verifierKey: string;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly now: () => Instant;
}

export interface FoundationOptions {
  readonly connection: Connection;
  readonly home: string;
  readonly log: Logger;
  readonly now?: () => number;
  /** How the windows are kept in memory and on disk; for tests and measurements. */
  readonly windows?: Partial<KeeperOptions>;
}

export async function layFoundation(
  options: FoundationOptions,
  types: readonly EntryType[],
): Promise<Foundation> {
  const { connection, home, log } = options;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const applied = await migrate(connection);
  if (applied.length > 0) log.info({ migrations: applied.length }, 'database brought up to date');
  const clock = options.now ?? Date.now;
  const now = (): Instant => instantOf(clock());
  const db = openDatabase(connection);
  const vault = createVault(keyEncryptionKey(home));
  const journal = createJournal(vault, now);
  await asSystem(db, (tx) => declareEntryTypes(tx, journal, types));
  const signer = signerIn(home);
  const verifierKey = formatVerifierKey(signer);
  writeFileSync(join(home, 'log.vkey'), `${verifierKey}\n`);
  return {
    connection,
    home,
    db,
    vault,
    journal,
    signer,
    verifierKey,
    metrics: createMetrics(),
    log,
    now,
  };
}

/** The log's signing key, made on the first start. Its name carries a random id, so that no two logs are one. */
export function signerIn(home: string): NoteSigner {
  const text = secretFile(home, 'log.key', () =>
    formatSignerKey(newSigner(`atalaya/${randomBytes(6).toString('hex')}`)),
  );
  return parseSignerKey(text);
}
