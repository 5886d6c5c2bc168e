import { setTimeout as sleep } from 'node:timers/promises';
import { knownAfter } from '../modules/customers/queries.ts';
import type { CustomerBook } from '../modules/decisions/book.ts';
import { asSystem, type Database } from '../platform/database.ts';
import type { Logger } from '../platform/log.ts';
import type { Vault } from '../platform/vault.ts';

/** Everybody known, being read into memory behind the first decisions. */
export interface Acquainting {
  /** Resolves with how many were read. */
  readonly done: Promise<number>;
  stop(): Promise<void>;
}

const PAGE = 200;
const PAUSE_MS = 2;

/**
 * Reads customers and their keys into the book a few at a time, so that whoever acts later is known already. Whoever acts
 * first is looked up by the core; what changes meanwhile is not overwritten.
 */
export function acquaint(ports: {
  readonly db: Database;
  readonly vault: Vault;
  readonly book: CustomerBook;
  readonly log: Logger;
}): Acquainting {
  const { db, vault, book, log } = ports;
  let stopped = false;
  const run = async (): Promise<number> => {
    let read = 0;
    for (let after = ''; !stopped; ) {
      const { known, keys } = await asSystem(db, async (tx) => {
        const page = await knownAfter(tx, after, PAGE);
        return {
          known: page,
          keys: await vault.existing(
            tx,
            page.map((one) => one.id),
          ),
        };
      });
      for (const one of known) book.putIfAbsent(one, keys.get(one.id) ?? null);
      read += known.length;
      const last = known.at(-1);
      if (last === undefined || known.length < PAGE) break;
      after = last.id;
      await sleep(PAUSE_MS);
    }
    return read;
  };
  const done = run().catch((error: unknown) => {
    if (!stopped)
      log.warn({ err: error }, 'not every customer was read into memory; the others are looked up');
    return 0;
  });
  return {
    done,
    async stop() {
      stopped = true;
      await done;
    },
  };
}
