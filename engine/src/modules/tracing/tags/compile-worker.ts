import { workerData } from 'node:worker_threads';
import { asSystem, type Connection, openDatabase } from '../../../platform/database.ts';
import { compileTags } from './compile.ts';
import { writeCompiled } from './compiled.ts';
import { allTags } from './tag-rows.ts';

/** A thread that reads all tags, compiles them, writes the file and ends. */
export interface CompileOrder {
  readonly connection: Connection;
  readonly path: string;
  /** What the state it is to read is called. */
  readonly version: string;
  /** `YYYY-MM-DD`: tags that ended by then are left out. */
  readonly today: string;
}

const { connection, path, version, today } = workerData as CompileOrder;
const db = openDatabase(connection, { app: 1, system: 1 });
try {
  writeCompiled(path, compileTags(await asSystem(db, (tx) => allTags(tx, today)), version));
} finally {
  await db.close();
}
