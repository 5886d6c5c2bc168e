import { createSecretKey, type KeyObject } from 'node:crypto';
import { Failure } from '../kernel/failure.ts';
import { newDataKey, open, seal, unwrapKey, wrapKey } from '../kernel/sealing.ts';
import { rows, type Tx } from './database.ts';

/**
 * Per-person data keys, wrapped by the key-encryption key. The journal is forever, a person's key is not: erasing the
 * row makes every sealed box of that person unreadable while every hash still verifies. Keys are read inside the
 * transaction that uses them and never cached here: a key of a rolled back transaction must not seal anything.
 */
export interface Vault {
  /** Keys of these persons; the missing ones are made in this transaction. */
  keysOf(tx: Tx, persons: readonly PersonOfEntity[]): Promise<Map<string, Buffer>>;
  /** Keys that exist, of these persons; an erased person is absent. */
  existing(tx: Tx, persons: readonly string[]): Promise<Map<string, Buffer>>;
  /** Opens a box, or `undefined` when the person was erased. */
  openBox(tx: Tx, person: string, box: string, aad: string): Promise<Buffer | undefined>;
  /** Destroys the key. Irreversible. */
  erase(tx: Tx, person: string): Promise<void>;
}

export interface PersonOfEntity {
  readonly entity: string;
  readonly person: string;
}

export function createVault(secret: Buffer): Vault {
  const kek = createSecretKey(secret);
  const existing = async (tx: Tx, persons: readonly string[]): Promise<Map<string, Buffer>> => {
    const stored = await rows<{ person: string; wrapped: string }>(
      tx,
      'select person, wrapped from vault.person_key where person = any ($1)',
      [persons],
    );
    return new Map(stored.map(({ person, wrapped }) => [person, unwrapKey(kek, wrapped, person)]));
  };

  return {
    existing,
    async keysOf(tx, persons) {
      const keys = await existing(
        tx,
        persons.map(({ person }) => person),
      );
      const missing = persons.filter(({ person }) => !keys.has(person));
      if (missing.length === 0) return keys;
      await tx.query(
        `insert into vault.person_key (person, entity, wrapped)
         select person, entity, wrapped from jsonb_to_recordset($1::jsonb) as r (person text, entity text, wrapped text)
         on conflict (person) do nothing`,
        [JSON.stringify(missing.map((who) => ({ ...who, wrapped: wrapKey(kek, newDataKey(), who.person) })))],
      );
      const made = await existing(
        tx,
        missing.map(({ person }) => person),
      );
      for (const { person } of missing) {
        const key = made.get(person);
        if (key === undefined)
          throw new Failure('operator', 'vault.key_missing', `no key could be made for ${person}`);
        keys.set(person, key);
      }
      return keys;
    },
    async openBox(tx, person, box, aad) {
      const key = (await existing(tx, [person])).get(person);
      return key === undefined ? undefined : open(key, box, aad);
    },
    async erase(tx, person) {
      await tx.query('delete from vault.person_key where person = $1', [person]);
    },
  };
}

/** Seals the personal part of an entry; type and subject are bound in, so a box cannot move to another entry. */
export const sealFor = (
  key: KeyObject | Uint8Array,
  content: Uint8Array,
  type: string,
  subject: string,
): string => seal(key, content, `${type}\n${subject}`);
