import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isFailure } from '../kernel/failure.ts';
import { compileRuleSet, type RuleSet } from '../modules/monitoring/rule-set.ts';
import {
  allRuleSets,
  type StoredFile,
  scenarioFilesOf,
  storedFiles,
} from '../modules/monitoring/rule-sets/queries.ts';
import { type Config, keyEncryptionKey, readConfig } from '../platform/config.ts';
import { asSystem, type Connection, type Database, openDatabase } from '../platform/database.ts';
import { startOrConnect } from '../platform/postgres/connect.ts';
import { runningEmbedded } from '../platform/postgres/embedded.ts';
import { createVault } from '../platform/vault.ts';
import { rebuildWindows, replayDecisions } from './from-zero.ts';

/**
 * `node engine/src/programs/rebuild.ts --check`: makes the state again from zero and holds it against what is stored. Prints
 * one JSON document: the digest of the windows the journal gives; every decision made again; the tables against the fold of
 * the entries (by `atalaya verify`, which shares no code with the engine). Exit code 1 when something differs. Works beside a
 * running server, which it leaves alone; with none running it starts the database of the data folder for itself.
 */
const VERIFY = join(import.meta.dirname, '../../../cli/src/main.ts');

async function reach(config: Config): Promise<{ connection: Connection; leave: () => Promise<void> }> {
  const running = config.databaseUrl === null ? runningEmbedded(config.home) : undefined;
  if (running !== undefined) return { connection: running, leave: async () => undefined };
  const { connection, stop } = await startOrConnect(config);
  return { connection, leave: stop };
}

interface Verified {
  readonly ok: boolean;
  readonly state: object | null;
  readonly counts: object;
  readonly problems: readonly { readonly message: string }[];
}

function verifyTables({ home }: Config, { host, port, user, database, password }: Connection): Verified {
  const login = encodeURIComponent(user) + (password === undefined ? '' : `:${encodeURIComponent(password)}`);
  const url = `postgres://${login}@localhost:${port}/${encodeURIComponent(database)}?host=${encodeURIComponent(host)}`;
  const run = spawnSync(process.execPath, [VERIFY, 'verify', '--state', '--json', '--home', home], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DATABASE_URL: url },
  });
  if (run.stdout.trim() === '') throw new Error(`atalaya verify ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Verified;
}

/** Rule-sets that decided, the live one first. */
async function everLive(db: Database): Promise<RuleSet[]> {
  const stored = await asSystem(db, async (tx) => {
    const live = (await allRuleSets(tx)).filter((one) => one.live_since !== null);
    live.sort((a, b) => Number(b.state === 'live') - Number(a.state === 'live'));
    const files: StoredFile[][] = [];
    for (const { id } of live) files.push(await storedFiles(tx, id));
    return files;
  });
  const compiled = stored.map((files) => compileRuleSet(scenarioFilesOf(files)));
  return [...new Map(compiled.map((ruleSet) => [ruleSet.version, ruleSet])).values()];
}

async function check(config: Config): Promise<boolean> {
  const { connection, leave } = await reach(config);
  const db = openDatabase(connection, { app: 1, system: 2 });
  try {
    const ports = { db, vault: createVault(keyEncryptionKey(config.home)), now: Date.now };
    const [ruleSet, ...earlier] = await everLive(db);
    if (ruleSet === undefined) throw new Error('no rule-set was ever live here');
    const windows = await rebuildWindows(ports, ruleSet);
    let decisions = await replayDecisions(ports, ruleSet);
    for (const before of earlier) {
      const { replayed, differing } = await replayDecisions(ports, before);
      decisions = {
        ...decisions,
        replayed: decisions.replayed + replayed,
        differing: [...decisions.differing, ...differing],
      };
    }
    const { ok, state, counts, problems } = verifyTables(config, connection);
    const tables = { ok, state, counts, problems: problems.map((one) => one.message).slice(0, 20) };
    const report = {
      ok: ok && decisions.differing.length === 0,
      rule_set: ruleSet.version,
      windows: { digest: windows.store.digest(), ...windows.store.memory() },
      decisions,
      tables,
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.ok;
  } finally {
    await db.close();
    await leave();
  }
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
if (values.check !== true) {
  process.stderr.write('usage: node engine/src/programs/rebuild.ts --check\n');
  process.exit(2);
}
try {
  process.exitCode = (await check(readConfig())) ? 0 : 1;
} catch (error) {
  process.stderr.write(
    isFailure(error) ? `${error.code}: ${error.message}\n` : `${(error as Error).stack}\n`,
  );
  process.exitCode = 1;
}
