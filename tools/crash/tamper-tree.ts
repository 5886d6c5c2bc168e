import { someRow, type Tampering } from './tampering.ts';

/** The tree and its signed checkpoints changed. */
export const TREE_TAMPERINGS: readonly Tampering[] = [
  {
    name: 'a bit of a leaf tile turned',
    async commit(hand) {
      const index = hand.random.int(0, 1);
      const bit = hand.random.int(0, 256 * 256 - 1);
      await hand.change(
        'update journal.tile set hashes = set_bit(hashes, $2, 1 - get_bit(hashes, $2)) where level = 0 and index = $1',
        [index, bit],
      );
      return { tile: `0/${index}` };
    },
    names: ({ tile = '' }) => ({ kind: 'link_broken', tile }),
  },
  {
    name: 'a bit of an upper tile turned',
    async commit(hand) {
      await hand.change(
        'update journal.tile set hashes = set_bit(hashes, $1, 1 - get_bit(hashes, $1)) where level = 1 and index = 0',
        [hand.random.int(0, 255)],
      );
      return { tile: '1/0' };
    },
    names: ({ tile = '' }) => ({ kind: 'link_broken', tile }),
  },
  {
    name: 'the root of a checkpoint replaced',
    async commit(hand) {
      const size = await someRow(hand, 'journal.checkpoint', 'size');
      await hand.change("update journal.checkpoint set root = sha256('x') where size = $1", [size]);
      return { checkpoint: Number(size) };
    },
    names: ({ checkpoint = 0 }) => ({ kind: 'link_broken', checkpoint }),
  },
  {
    name: 'the size in a signed note changed',
    async commit(hand) {
      const size = await someRow(hand, 'journal.checkpoint', 'size');
      await hand.change(
        "update journal.checkpoint set note = regexp_replace(note, E'\\\\n\\\\d+\\\\n', E'\\\\n7\\\\n') where size = $1",
        [size],
      );
      return { checkpoint: Number(size) };
    },
    names: ({ checkpoint = 0 }) => ({ kind: 'signature_invalid', checkpoint }),
  },
  {
    name: 'a checkpoint taken out',
    async commit(hand) {
      const size = await someRow(hand, 'journal.checkpoint', 'size');
      await hand.change('delete from journal.checkpoint where size = $1', [size]);
      return { checkpoint: Number(size) };
    },
    names: ({ checkpoint = 0 }) => ({ kind: 'checkpoint_missing', checkpoint }),
  },
  {
    name: 'the end of the journal cut off with its tiles and checkpoints, as a restored backup would be',
    async commit(hand) {
      const [last] = await hand.rows(
        'select size, last_number, last_xid::text as xid from journal.checkpoint order by size desc offset 1 limit 1',
      );
      const [cut] = await hand.rows('select max(size) as size from journal.checkpoint');
      await hand.change('delete from journal.checkpoint where size > $1', [last?.size]);
      await hand.change('delete from journal.entry where (xid, number) > ($1::text::xid8, $2::bigint)', [
        last?.xid,
        last?.last_number,
      ]);
      return { checkpoint: Number(cut?.size) };
    },
    names: ({ checkpoint = 0 }) => ({ kind: 'checkpoint_missing', checkpoint }),
  },
  {
    name: 'the cursor of a checkpoint moved, and its note taken out of checkpoints.log',
    async commit(hand) {
      const [second] = await hand.rows('select size from journal.checkpoint order by size offset 1 limit 1');
      const size = Number(second?.size);
      await hand.change('update journal.checkpoint set last_number = last_number - 1 where size = $1', [
        size,
      ]);
      return {
        checkpoint: size,
        log: (text) =>
          text
            .split('\n')
            .filter((line) => !line.includes(`\\n${size}\\n`))
            .join('\n'),
      };
    },
    names: ({ checkpoint = 0 }) => ({ kind: 'link_broken', checkpoint }),
  },
];
