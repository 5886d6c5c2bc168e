import {
  exportTagPack,
  getActor,
  getAddressTags,
  importTagPack,
  listTagPacks,
  screenAddresses,
  type TagPackView,
  type TagView,
} from '@atalaya/contract/tags.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant, parseInstant } from '../../kernel/instant.ts';
import { one, read, rows, type Tx } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import { proveAddress } from '../wallets/proven-address.ts';
import { writeActorPack } from './tags/actor-pack.ts';
import { importTags, type TagImportPorts } from './tags/import-tags.ts';
import { byPrecedence, type Tag } from './tags/tag.ts';
import type { TagBook } from './tags/tag-book.ts';
import { type DatedTag, storedActors, tagsOfAddress, tagsOfPack } from './tags/tag-rows.ts';
import { writeTagPack } from './tags/write-pack.ts';

/** 100 MB of files in base64, and the JSON around them. */
const IMPORT_BYTES_MAX = 140 * 1024 * 1024;

export type TagPorts = TagImportPorts & { readonly tags: TagBook };

interface StoredPack {
  readonly code: string;
  readonly title: string;
  readonly creator: string;
  readonly format: string;
}

const packOf = async (tx: Tx, code: string): Promise<StoredPack> => {
  const pack = await one<StoredPack>(
    tx,
    'select code, title, creator, format from tracing.tag_pack where code = $1',
    [code],
  );
  if (pack === undefined)
    throw new Failure('missing', 'tags.unknown_pack', `there is no pack ${code}`, [
      { field: '/code', message: code },
    ]);
  return pack;
};

type PackRow = Omit<TagPackView, 'imported_at'> & { readonly imported_at: Instant };

const PACKS = `select p.code, p.title, p.creator, p.format, p.tier, p.licence, v.number, v.sha256, v.imported_at, v.imported_by,
  v.counts, v.added, v.removed, v.changed, v.entry as journal
  from tracing.tag_pack p join tracing.tag_version v on v.code = p.code
  where v.number = (select max(n.number) from tracing.tag_version n where n.code = p.code) order by p.code`;

export function mountTags(http: Http, ports: TagPorts): void {
  http.mount(listTagPacks, async ({ scope }) => ({
    version: ports.tags.index.version,
    tags: ports.tags.index.size,
    items: (await read(ports.db, withDeployment(scope), (tx) => rows<PackRow>(tx, PACKS))).map((row) => ({
      ...row,
      imported_at: formatInstant(row.imported_at),
    })),
  }));

  http.mount(
    importTagPack,
    ({ caller, params, body }) =>
      importTags(ports, caller.actor, params.code, {
        ...body,
        files: body.files.map((file) => ({ name: file.name, content: Buffer.from(file.base64, 'base64') })),
      }),
    { bodyLimit: IMPORT_BYTES_MAX },
  );

  http.mount(exportTagPack, ({ scope, params }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      const pack = await packOf(tx, params.code);
      const yaml =
        pack.format === 'actorpack'
          ? writeActorPack(pack.title, pack.creator, await storedActors(tx, { pack: pack.code }))
          : writeTagPack(pack, await tagsOfPack(tx, pack.code));
      return { name: `${pack.code}.yaml`, yaml };
    }),
  );

  http.mount(getActor, async ({ scope, params }) => {
    const items = await read(ports.db, withDeployment(scope), (tx) => storedActors(tx, { id: params.actor }));
    if (items.length === 0)
      throw new Failure('missing', 'tags.unknown_actor', `no pack knows ${params.actor}`);
    return {
      items: items.map(({ uri, categories, jurisdictions, ...actor }) => ({
        ...actor,
        categories: [...categories],
        jurisdictions: [...jurisdictions],
        ...(uri === null ? {} : { uri }),
      })),
    };
  });

  mountAddresses(http, ports);
}

function mountAddresses(http: Http, ports: TagPorts): void {
  http.mount(getAddressTags, async ({ scope, params, query }) => {
    const { network, key } = proveAddress(params.network, params.address);
    const dated = await read(ports.db, withDeployment(scope), (tx) =>
      tagsOfAddress(tx, null, key, query.known_at === undefined ? null : parseInstant(query.known_at)),
    );
    const found = dated
      .filter((tag) => query.history === true || query.known_at !== undefined || tag.knownUntil === null)
      .sort(byPrecedence);
    const now = found.filter((tag) => tag.knownUntil === null || query.known_at !== undefined);
    return {
      network,
      address: key,
      version: ports.tags.index.version,
      tags: found.map(presentDated),
      conflicts: conflictsOf(now),
    };
  });

  http.mount(screenAddresses, async ({ body }) => {
    const { index } = ports.tags;
    return {
      version: index.version,
      items: body.addresses.map(({ network, address }) => {
        const { key } = proveAddress(network, address);
        return {
          network,
          address,
          categories: [...index.categories(network, address)],
          tags: index.findKey(network, key).map(present),
        };
      }),
    };
  });
}

const present = (tag: Tag): TagView => ({
  network: tag.network,
  address: tag.address,
  label: tag.label,
  category: tag.category,
  categories: [...tag.categories],
  ...(tag.actor === null ? {} : { actor: tag.actor }),
  confidence: tag.confidence,
  confidence_name: tag.confidenceName,
  source: tag.source,
  licence: tag.licence,
  pack: tag.pack,
  tier: tag.tier,
  ...(tag.inForceFrom === null ? {} : { in_force_from: tag.inForceFrom }),
  ...(tag.inForceUntil === null ? {} : { in_force_until: tag.inForceUntil }),
  ...(tag.lastmod === null ? {} : { lastmod: tag.lastmod }),
});

const presentDated = (tag: DatedTag): TagView => ({
  ...present(tag),
  known_from: formatInstant(tag.knownFrom),
  ...(tag.knownUntil === null ? {} : { known_until: formatInstant(tag.knownUntil) }),
});

/** Tags of one address that name different actors or categories stand as they are, and this says so. */
function conflictsOf(
  tags: readonly Tag[],
): { readonly about: 'actor' | 'category'; readonly said: string[] }[] {
  const actors = new Set(tags.flatMap((tag) => (tag.actor === null ? [] : [tag.actor])));
  const categories = new Set(tags.flatMap((tag) => (tag.category === 'unknown' ? [] : [tag.category])));
  return [
    ...(actors.size > 1 ? [{ about: 'actor' as const, said: [...actors].sort() }] : []),
    ...(categories.size > 1 ? [{ about: 'category' as const, said: [...categories].sort() }] : []),
  ];
}
