import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BaseFile, type Description } from '../monitoring/base-file.ts';

/** Snapshots of the windows in the data folder: the two newest, and the files of event ids they speak of. */
export class SnapshotFolder {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'windows');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#remove((name) => name.endsWith('.part'));
  }

  /** Paths, newest first. */
  get snapshots(): string[] {
    return this.#names('.windows')
      .reverse()
      .map((name) => join(this.#folder, name));
  }

  pathOf(journal: number): string {
    return join(this.#folder, `${String(journal).padStart(15, '0')}.windows`);
  }

  idsOf({ ids }: Description): string {
    return join(this.#folder, ids.file);
  }

  newIds(): string {
    return join(this.#folder, `${randomBytes(8).toString('hex')}.ids`);
  }

  /** The ids a snapshot speaks of are there. */
  hasIds(description: Description): boolean {
    const end = description.ids.pages.reduce(
      (most, page) => Math.max(most, (page?.offset ?? 0) + (page?.bytes ?? 0)),
      0,
    );
    if (end === 0) return true;
    return (statSync(this.idsOf(description), { throwIfNoEntry: false })?.size ?? 0) >= end;
  }

  /** Opens one and checks it whole. Failure: windows.snapshot_mismatch. */
  open(path: string): BaseFile {
    return BaseFile.open(path);
  }

  /** Keeps the newest two, and the files of ids named here. */
  tidy(ids: readonly string[]): void {
    for (const path of this.snapshots.slice(KEPT)) rmSync(path, { force: true });
    this.#remove((name) => name.endsWith('.ids') && !ids.some((path) => path.endsWith(name)));
  }

  clear(): void {
    this.#remove(() => true);
  }

  #names(end: string): string[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(end))
      .sort();
  }

  #remove(which: (name: string) => boolean): void {
    for (const name of readdirSync(this.#folder))
      if (which(name)) rmSync(join(this.#folder, name), { force: true });
  }
}

const KEPT = 2;

/** Changes when the code does that makes observations of entries, or windows of observations. */
export function makerOfWindows(): string {
  const hash = createHash('sha256');
  const monitoring = join(import.meta.dirname, '../monitoring');
  const folders = ['facts', 'windows'].flatMap((folder) =>
    readdirSync(join(monitoring, folder)).map((name) => join(monitoring, folder, name)),
  );
  const files = ['observe.ts', 'originals.ts', '../activity/event.ts', '../monitoring/window-store.ts'];
  for (const path of [...folders, ...files.map((name) => join(import.meta.dirname, name))].sort())
    if (!path.endsWith('.test.ts')) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}
