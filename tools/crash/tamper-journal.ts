import { createHash } from 'node:crypto';
import type { Problem } from '../../cli/src/verify/findings.ts';
import { type Place, someEntry, type Tampering } from './tampering.ts';

const leafOf = (bytes: Buffer): Buffer =>
  createHash('sha256')
    .update(Buffer.from([0]))
    .update(bytes)
    .digest();

const rewritten = (bytes: Buffer, from: string | RegExp, to: string): Buffer => {
  const text = bytes.toString('utf8').replace(from, to);
  if (text === bytes.toString('utf8')) throw new Error(`nothing to rewrite: ${from}`);
  return Buffer.from(text);
};

/** A decision made milder: what someone would want to have said. */
const milder = (bytes: Buffer): Buffer =>
  rewritten(bytes, /"outcome":"(review|hold|block)"/g, '"outcome":"allow"');
const HARSH = `type = 'decisions.flagged' and convert_from(bytes, 'UTF8') ~ '"outcome":"(review|hold|block)"'`;

const contentChanged = ({ entry = '' }: Place): Partial<Problem> => ({ kind: 'content_changed', entry });
const linkBroken = ({ entry = '' }: Place): Partial<Problem> => ({ kind: 'link_broken', entry });
/** Entries of the journal changed, taken out, put in, exchanged. */
export const JOURNAL_TAMPERINGS: readonly Tampering[] = [
  {
    name: 'a decision made milder in the journal',
    async commit(hand) {
      const { number, bytes } = await someEntry(hand, HARSH);
      await hand.change('update journal.entry set bytes = $2 where number = $1', [number, milder(bytes)]);
      return { entry: number };
    },
    names: contentChanged,
  },
  {
    name: 'a decision made milder, its leaf hash computed again',
    async commit(hand) {
      const { number, bytes } = await someEntry(hand, HARSH);
      const forged = milder(bytes);
      await hand.change('update journal.entry set bytes = $2, leaf_hash = $3 where number = $1', [
        number,
        forged,
        leafOf(forged),
      ]);
      return { entry: number };
    },
    names: linkBroken,
  },
  {
    name: 'a decision made milder in journal and table, leaf hash and leaf tile computed again',
    async commit(hand) {
      const { number, bytes } = await someEntry(hand, HARSH);
      const forged = milder(bytes);
      const [leaf, was] = [leafOf(forged), leafOf(bytes)];
      await hand.change('update journal.entry set bytes = $2, leaf_hash = $3 where number = $1', [
        number,
        forged,
        leaf,
      ]);
      await hand.change("update decisions.decision set outcome = 'allow' where entry = $1", [number]);
      await hand.change(
        `update journal.tile set hashes = overlay(hashes placing $2 from (array_position(numbers, $1::bigint) - 1) * 32 + 1 for 32)
         where level = 0 and numbers @> array[$1::bigint] and position($3 in hashes) > 0`,
        [number, leaf, was],
      );
      const [tile] = await hand.rows(
        'select min(size) as size from journal.checkpoint where last_number >= $1',
        [number],
      );
      return { checkpoint: Number(tile?.size) };
    },
    names: ({ checkpoint = 0 }) => ({ kind: 'link_broken', checkpoint }),
  },
  {
    name: 'the time of an entry moved by a millisecond',
    async commit(hand) {
      const { number } = await someEntry(hand);
      await hand.change("update journal.entry set at = at - interval '1 millisecond' where number = $1", [
        number,
      ]);
      return { entry: number };
    },
    names: contentChanged,
  },
  ...['actor', 'subject', 'entity', 'type'].map(
    (column): Tampering => ({
      name: `the ${column} of an entry changed beside its bytes`,
      async commit(hand) {
        const { number } = await someEntry(hand, "type like 'customers.%'");
        await hand.change(`update journal.entry set ${column} = 'other' where number = $1`, [number]);
        return { entry: number };
      },
      names: contentChanged,
    }),
  ),
  {
    name: 'an entry taken out',
    async commit(hand) {
      const { number } = await someEntry(hand);
      await hand.change('delete from journal.entry where number = $1', [number]);
      return { entry: number };
    },
    names: linkBroken,
  },
  {
    name: 'a hold and its entry taken out together',
    async commit(hand) {
      const { number } = await someEntry(hand, "type = 'decisions.hold_placed'");
      await hand.change('delete from decisions.hold where entry = $1', [number]);
      await hand.change('delete from journal.entry where number = $1', [number]);
      return { entry: number };
    },
    names: linkBroken,
  },
  {
    name: 'an entry put in with an old transaction id',
    async commit(hand) {
      const { number } = await someEntry(hand);
      await hand.change(
        `insert into journal.entry overriding system value
         select (select max(number) + 1 from journal.entry), xid, entity, type, schema, actor, subject, at, bytes, leaf_hash
         from journal.entry where number = $1`,
        [number],
      );
      const [last] = await hand.rows('select max(number) as number from journal.entry');
      return { entry: String(last?.number) };
    },
    names: linkBroken,
  },
  {
    name: 'two entries exchanged',
    async commit(hand) {
      const one = (await someEntry(hand)).number;
      const other = (await someEntry(hand, `type = 'decisions.decided' and number <> ${one}`)).number;
      await hand.change(
        `update journal.entry e set xid = o.xid, entity = o.entity, type = o.type, schema = o.schema, actor = o.actor,
           subject = o.subject, at = o.at, bytes = o.bytes, leaf_hash = o.leaf_hash
         from journal.entry o where (e.number, o.number) in (($1, $2), ($2, $1))`,
        [one, other],
      );
      return { entry: one };
    },
    names: linkBroken,
  },
];
