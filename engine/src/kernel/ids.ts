import { randomFillSync } from 'node:crypto';
import { Failure } from './failure.ts';

/**
 * Identifiers: `prefix_` and 26 characters of lower-case Crockford base32 holding a UUIDv7 (RFC 9562), so that ids sort
 * by the time they were made and, within a millisecond and a process, by the order they were made in.
 */
const PREFIXES = {
  ent: 'obliged entity',
  usr: 'user',
  key: 'API key',
  ses: 'session',
  cus: 'customer',
  wal: 'wallet',
  acc: 'account',
  evt: 'event',
  dec: 'decision',
  hld: 'hold',
  rls: 'release',
  alr: 'alert',
  cas: 'case',
  note: 'note',
  att: 'attachment',
  rep: 'report',
  due: 'report due',
  lst: 'watchlist',
  snp: 'watchlist snapshot',
  hit: 'screening hit',
  own: 'ownership',
  exf: 'exposure found later',
  job: 'job',
  bat: 'batch',
  per: 'person',
  scn: 'scenario',
  rul: 'rule set',
  bkt: 'backtest',
  ckp: 'checkpoint',
} as const;

export type Prefix = keyof typeof PREFIXES;

declare const proven: unique symbol;
/** A text proven to be an id with this prefix. */
export type Id<P extends Prefix> = `${P}_${string}` & { readonly [proven]: P };

export type EntityId = Id<'ent'>;
export type UserId = Id<'usr'>;
export type ApiKeyId = Id<'key'>;
export type SessionId = Id<'ses'>;
export type CustomerId = Id<'cus'>;
export type WalletId = Id<'wal'>;
export type AccountId = Id<'acc'>;
export type EventId = Id<'evt'>;
export type DecisionId = Id<'dec'>;
export type HoldId = Id<'hld'>;
export type AlertId = Id<'alr'>;
export type CaseId = Id<'cas'>;
export type ReportId = Id<'rep'>;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const PAIRS = Array.from({ length: 1024 }, (_, n) => `${ALPHABET[n >> 5]}${ALPHABET[n & 31]}`);
/** 10 characters of time, version 7 in the next, the variant bits in the fourth after that, random to the end. */
const BODY = /^[0-7][0-9a-hjkmnp-tv-z]{9}[ef][0-9a-hjkmnp-tv-z]{2}[89abrstv][0-9a-hjkmnp-tv-z]{12}$/;
const TIME_MAX = 2 ** 48 - 1;

const pool = new Uint32Array(1024);
let drawn = pool.length;

function draw(): number {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const word = pool[drawn] ?? 0;
  drawn += 1;
  return word;
}

interface Sequence {
  time: number;
  timeText: string;
  /** 32 bits; starts at 31 random bits and grows by one per id of the same millisecond. */
  counter: number;
}

const clocked: Sequence = { time: -1, timeText: '', counter: 0 };
const dictated: Sequence = { time: -1, timeText: '', counter: 0 };

const twenty = (bits: number): string => `${PAIRS[bits >>> 10]}${PAIRS[bits & 1023]}`;

function timeText(time: number): string {
  const low = time % 2 ** 20;
  const middle = Math.floor(time / 2 ** 20) % 2 ** 20;
  const high = Math.floor(time / 2 ** 40);
  return `${PAIRS[high]}${twenty(middle)}${twenty(low)}`;
}

function advance(sequence: Sequence, time: number): void {
  if (time === sequence.time) {
    sequence.counter += 1;
    return;
  }
  sequence.time = time;
  sequence.timeText = timeText(time);
  sequence.counter = draw() >>> 1;
}

/**
 * A new id. Without `at` the time is the clock's, and never goes back within the process; with `at` (whole ms since
 * 1970) it is exactly that, and ids asked for one after the other with the same `at` still sort in order.
 */
export function newId<P extends Prefix>(prefix: P, at?: number): Id<P> {
  const sequence = at === undefined ? clocked : dictated;
  const time = at ?? Math.max(Date.now(), clocked.time);
  if (!Number.isInteger(time) || time < 0 || time > TIME_MAX)
    throw new RangeError(`no id can be made at ${time}`);
  advance(sequence, time);
  const counter = sequence.counter;
  const random = draw();
  // UUIDv7 after the time: version 0111, 12 bits of the counter, variant 10, the other 20 bits, 42 random bits.
  const first = 0x70000 | ((counter >>> 20) << 4) | 0b1000 | ((counter >>> 18) & 0b11);
  const second = ((counter & 0x3ffff) << 2) | (random >>> 30);
  const tail = twenty(second) + twenty((random >>> 10) & 0xfffff) + twenty(draw() >>> 12);
  return `${prefix}_${sequence.timeText}${twenty(first)}${tail}` as Id<P>;
}

export function isId<P extends Prefix>(prefix: P, text: string): text is Id<P> {
  const start = prefix.length + 1;
  return text.length === start + 26 && text.startsWith(`${prefix}_`) && BODY.test(text.slice(start));
}

/** The text as an id. Failure: id.malformed. */
export function ensureId<P extends Prefix>(prefix: P, text: string): Id<P> {
  if (isId(prefix, text)) return text;
  const shown = text.slice(0, 40);
  throw new Failure(
    'caller',
    'id.malformed',
    `"${shown}" is not the id of a ${PREFIXES[prefix]} (${prefix}_…)`,
  );
}

/** Whole milliseconds since 1970 at which the id was made. */
export function idTime(id: Id<Prefix>): number {
  const start = id.indexOf('_') + 1;
  let time = 0;
  for (let i = start; i < start + 10; i += 1) time = time * 32 + ALPHABET.indexOf(id.charAt(i));
  return time;
}
