import { createSecretKey, type KeyObject } from 'node:crypto';
import { openPersonalBox, unwrapPersonKey } from '../box.ts';
import { isJsonObject, type Json } from '../canonical.ts';
import type { Snapshot } from '../database.ts';
import type { Entry } from '../entries.ts';
import type { Findings } from '../findings.ts';

const KEYS_KEPT = 50_000;

/** Opens sealed boxes with the key-encryption key, where there is one and the person has not been erased. */
export class BoxOpener {
  opened = 0;
  /** Boxes of persons whose key is no longer there. */
  erased = 0;
  /** Boxes not looked into for lack of a key-encryption key. */
  closed = 0;
  /** undefined: the person has no key; null: it does not unwrap. */
  readonly #keys = new Map<string, KeyObject | undefined | null>();
  readonly #told = new Set<string>();
  readonly #snapshot: Snapshot;
  readonly #kek: KeyObject | undefined;
  readonly #findings: Findings;

  constructor(snapshot: Snapshot, kek: Buffer | undefined, findings: Findings) {
    this.#snapshot = snapshot;
    this.#kek = kek === undefined ? undefined : createSecretKey(kek);
    this.#findings = findings;
  }

  /** Fetches the keys that these entries' boxes need. */
  async prepare(entries: readonly Entry[]): Promise<void> {
    if (this.#kek === undefined) return;
    if (this.#keys.size > KEYS_KEPT) this.#keys.clear();
    const wanted = new Set(
      entries.map((entry) => boxOf(entry)?.person ?? '').filter((one) => !this.#keys.has(one)),
    );
    wanted.delete('');
    if (wanted.size === 0) return;
    for (const person of wanted) this.#keys.set(person, undefined);
    const rows = await this.#snapshot.query(
      'select person, wrapped from vault.person_key where person = any ($1::text[])',
      [[...wanted]],
    );
    for (const { person, wrapped } of rows) {
      this.#keys.set(person ?? '', unwrapPersonKey(this.#kek, wrapped ?? '', person ?? '') ?? null);
    }
  }

  /** The content of the entry's own box; undefined when it cannot be read. */
  open(entry: Entry): Json | undefined {
    const found = boxOf(entry);
    if (found === undefined) return undefined;
    if (this.#kek === undefined) {
      this.closed += 1;
      return undefined;
    }
    const key = this.#keys.get(found.person);
    if (key === undefined) {
      this.erased += 1;
      return undefined;
    }
    const subject = typeof entry.body.subject === 'string' ? entry.body.subject : '';
    const content = key === null ? undefined : openPersonalBox(key, found.box, entry.type, subject);
    if (content !== undefined) this.opened += 1;
    else this.#tell(entry, found.person, key === null);
    return content;
  }

  #tell(entry: Entry, person: string, wrapping: boolean): void {
    if (this.#told.has(person)) return;
    this.#told.add(person);
    const message = wrapping
      ? `the key-encryption key does not open the key of ${person}`
      : `the key of ${person} does not open the box of entry ${entry.number}`;
    const where = { entry: entry.number, table: 'vault.person_key', key: JSON.stringify({ person }) };
    this.#findings.add('state_differs', message, where);
  }
}

/** The box of the entry's own person: the one it is about, else the only one. */
export function boxOf(entry: Entry): { readonly person: string; readonly box: string } | undefined {
  const { sealed, subject } = entry.body;
  if (!Array.isArray(sealed)) return undefined;
  const boxes = sealed.flatMap((one: Json) =>
    isJsonObject(one) && typeof one.person === 'string' && typeof one.box === 'string'
      ? [{ person: one.person, box: one.box }]
      : [],
  );
  return boxes.find(({ person }) => person === subject) ?? boxes[0];
}
