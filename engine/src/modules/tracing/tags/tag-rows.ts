import { TAG_TIERS } from '@atalaya/contract/tags.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { rows, type Tx } from '../../../platform/database.ts';
import type { ActorContent } from './actor-pack.ts';
import type { Tag, TagContent } from './tag.ts';
import { gravest } from './tag-index.ts';

/** Rows of `tracing.tag` and `tracing.actor`. */
interface TagRow {
  readonly pack: string;
  readonly network: string;
  readonly address: string;
  readonly label: string;
  readonly categories: readonly string[];
  readonly actor: string | null;
  readonly confidence: number;
  readonly confidence_name: string;
  readonly source: string;
  readonly in_force_from: string | null;
  readonly in_force_until: string | null;
  readonly lastmod: string | null;
  readonly cluster_definer: boolean;
  readonly context: string | null;
}

const COLUMNS = `t.pack, t.network, t.address, t.label, t.categories, t.actor, t.confidence, t.confidence_name, t.source,
  t.in_force_from, t.in_force_until, t.lastmod, t.cluster_definer, t.context`;

const contentOf = (row: TagRow): TagContent => ({
  network: row.network,
  address: row.address,
  label: row.label,
  category: gravest(row.categories),
  categories: row.categories,
  actor: row.actor,
  confidence: row.confidence,
  confidenceName: row.confidence_name,
  source: row.source,
  inForceFrom: row.in_force_from,
  inForceUntil: row.in_force_until,
  lastmod: row.lastmod,
  clusterDefiner: row.cluster_definer,
  context: row.context,
});

/** What a pack says now. */
export const tagsOfPack = async (tx: Tx, pack: string): Promise<TagContent[]> =>
  (
    await rows<TagRow>(
      tx,
      `select ${COLUMNS} from tracing.tag t where t.pack = $1 and t.known_until is null`,
      [pack],
    )
  ).map(contentOf);

interface PackedRow extends TagRow {
  readonly tier: string;
  readonly licence: string;
}

const tagOf = (row: PackedRow): Tag => {
  const { context: _context, ...content } = contentOf(row);
  return {
    ...content,
    pack: row.pack,
    tier: TAG_TIERS.find((one) => one === row.tier) ?? 'public',
    licence: row.licence,
  };
};

const PACKED = `select ${COLUMNS}, p.tier, p.licence from tracing.tag t join tracing.tag_pack p on p.code = t.pack`;

/** Everything known now, for the compiled form: tags whose issuer ended them are left out. */
export async function allTags(tx: Tx, today: string): Promise<Tag[]> {
  const found = await rows<PackedRow>(
    tx,
    `${PACKED} where t.known_until is null and (t.in_force_until is null or t.in_force_until > $1)`,
    [today],
  );
  return found.map(tagOf);
}

export interface DatedTag extends Tag {
  readonly knownFrom: Instant;
  readonly knownUntil: Instant | null;
}

/** What was said of an address, as known at an instant; everything ever known where none is given. */
export async function tagsOfAddress(
  tx: Tx,
  networks: readonly string[] | null,
  key: string,
  knownAt: Instant | null,
): Promise<DatedTag[]> {
  const found = await rows<PackedRow & { known_from: Instant; known_until: Instant | null }>(
    tx,
    `${PACKED.replace('select ', 'select t.known_from, t.known_until, ')}
     where t.address = $1 and ($2::text[] is null or t.network = any ($2))
       and ($3::timestamptz is null or t.known_from <= $3 and (t.known_until is null or t.known_until > $3))
     order by t.known_from, t.label`,
    [key, networks, knownAt === null ? null : formatInstant(knownAt)],
  );
  return found.map((row) => ({ ...tagOf(row), knownFrom: row.known_from, knownUntil: row.known_until }));
}

const BATCH = 10_000;

/** What is no longer said ends; what is new begins. */
export async function writeTags(
  tx: Tx,
  pack: string,
  version: number,
  at: Instant,
  change: { readonly ended: readonly TagContent[]; readonly begun: readonly TagContent[] },
): Promise<void> {
  for (let i = 0; i < change.ended.length; i += BATCH) {
    const part = change.ended.slice(i, i + BATCH);
    await tx.query(
      `update tracing.tag t set known_until = $2 from unnest($3::text[], $4::text[], $5::text[]) as e (network, address, label)
       where t.pack = $1 and t.known_until is null and t.network = e.network and t.address = e.address and t.label = e.label`,
      [
        pack,
        formatInstant(at),
        part.map((one) => one.network),
        part.map((one) => one.address),
        part.map((one) => one.label),
      ],
    );
  }
  for (let i = 0; i < change.begun.length; i += BATCH)
    await insertTags(tx, pack, version, at, change.begun.slice(i, i + BATCH));
}

async function insertTags(
  tx: Tx,
  pack: string,
  version: number,
  at: Instant,
  tags: readonly TagContent[],
): Promise<void> {
  await tx.query(
    `insert into tracing.tag (pack, version, known_from, network, address, label, categories, actor, confidence, confidence_name,
       source, in_force_from, in_force_until, lastmod, cluster_definer, context)
     select $1, $2, $3, e.network, e.address, e.label, string_to_array(e.categories, ' '), e.actor, e.confidence, e.confidence_name,
       e.source, e.in_force_from, e.in_force_until, e.lastmod, e.cluster_definer, e.context
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::smallint[], $10::text[], $11::text[], $12::date[],
       $13::date[], $14::date[], $15::boolean[], $16::text[]) as e (network, address, label, categories, actor, confidence,
       confidence_name, source, in_force_from, in_force_until, lastmod, cluster_definer, context)`,
    [
      pack,
      version,
      formatInstant(at),
      tags.map((one) => one.network),
      tags.map((one) => one.address),
      tags.map((one) => one.label),
      tags.map((one) => one.categories.join(' ')),
      tags.map((one) => one.actor),
      tags.map((one) => one.confidence),
      tags.map((one) => one.confidenceName),
      tags.map((one) => one.source),
      tags.map((one) => one.inForceFrom),
      tags.map((one) => one.inForceUntil),
      tags.map((one) => one.lastmod),
      tags.map((one) => one.clusterDefiner),
      tags.map((one) => one.context),
    ],
  );
}

export async function writeActors(
  tx: Tx,
  pack: string,
  version: number,
  at: Instant,
  actors: readonly ActorContent[],
): Promise<void> {
  const instant = formatInstant(at);
  await tx.query('update tracing.actor set known_until = $2 where pack = $1 and known_until is null', [
    pack,
    instant,
  ]);
  await tx.query(
    `insert into tracing.actor (pack, version, known_from, id, label, uri, categories, jurisdictions)
     select $1, $2, $3, e.id, e.label, e.uri, string_to_array(e.categories, ' '), string_to_array(e.jurisdictions, ' ')
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) as e (id, label, uri, categories, jurisdictions)`,
    [
      pack,
      version,
      instant,
      actors.map((one) => one.id),
      actors.map((one) => one.label),
      actors.map((one) => one.uri),
      actors.map((one) => one.categories.join(' ')),
      actors.map((one) => one.jurisdictions.join(' ')),
    ],
  );
}

export interface StoredActor extends ActorContent {
  readonly pack: string;
}

/** One actor as each pack that knows it says; all of a pack where no id is given. */
export const storedActors = (tx: Tx, filter: { id?: string; pack?: string }): Promise<StoredActor[]> =>
  rows<StoredActor>(
    tx,
    `select id, pack, label, uri, categories, jurisdictions from tracing.actor
     where known_until is null and ($1::text is null or id = $1) and ($2::text is null or pack = $2) order by id, pack`,
    [filter.id ?? null, filter.pack ?? null],
  );
