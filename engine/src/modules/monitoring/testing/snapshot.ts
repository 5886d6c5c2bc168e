import { join } from 'node:path';
import { BaseFile } from '../base-file.ts';
import type { WindowStore } from '../window-store.ts';
import { writeBase } from '../windows/base-writer.ts';

let made = 0;

/** A snapshot at once, in this thread, as the product takes one in slices and writes it in another. */
export function snapshotInto(store: WindowStore, folder: string): { path: string; ids: string } {
  const older = store.base;
  const taking = store.snapshot();
  made += 1;
  const path = join(folder, `${made}.windows`);
  const ids = older === null ? join(folder, `${made}.ids`) : join(folder, older.description.ids.file);
  const chunks: Buffer[] = [];
  for (let chunk = taking.slice(Number.POSITIVE_INFINITY, ids); chunk !== null; ) {
    chunks.push(chunk);
    chunk = taking.slice(Number.POSITIVE_INFINITY, ids);
  }
  const told = { journal: 1, leaf: '', rule_set: 'test', made_by: 'test', made_at: 0, erased: 0 };
  const file = ids.slice(folder.length + 1);
  const description = taking.description(told, { file, pages: [...store.ids.moved] });
  writeBase(path, older?.path ?? null, chunks, taking.idTail, description, taking.cutoff);
  taking.done(BaseFile.open(path));
  return { path, ids };
}
