import type { SchemaView } from '@atalaya/contract/jurisdictions.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, DEPLOYMENT, one, rows, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { schemaImported } from './events.ts';
import { compileSchema, type ImportedSchema } from './schemas.ts';

/** Formats whose authority publishes an XML schema. The schema itself is the operator's to import. */
const FORMATS = [
  {
    jurisdiction: 'mx',
    format: 'mx-avi',
    namespace: 'http://www.uif.shcp.gob.mx/recepcion/avi',
    root: 'archivo',
  },
] as const;

export const SCHEMA_BYTES_MAX = 8 * 1024 * 1024;

interface StoredSchema {
  readonly jurisdiction: string;
  readonly format: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly namespace: string;
  readonly imported_at: Instant;
  readonly imported_by: string;
  readonly entry: number;
}

const COLUMNS = 'jurisdiction, format, sha256, bytes, namespace, imported_at, imported_by, entry';

const present = ({ imported_at, entry, ...row }: StoredSchema): SchemaView => ({
  ...row,
  imported_at: formatInstant(imported_at),
  journal: entry,
});

const formatOf = (jurisdiction: string, format: string) => {
  const known = FORMATS.find((one) => one.jurisdiction === jurisdiction && one.format === format);
  if (known !== undefined) return known;
  throw new Failure('missing', 'jurisdictions.unknown_format', `no format ${format} in ${jurisdiction}`);
};

function ensureFits({ namespace, root }: (typeof FORMATS)[number], schema: ImportedSchema): void {
  if (schema.targetNamespace === namespace && schema.roots.includes(root)) return;
  throw new Failure(
    'caller',
    'jurisdictions.schema_wrong_namespace',
    `a schema of ${namespace} with an element ${root} was expected`,
    [
      { field: 'targetNamespace', message: schema.targetNamespace },
      { field: 'element', message: schema.roots.join(', ') },
    ],
  );
}

/**
 * Takes an authority's schema into use from now on; one that was imported before becomes the one in use again. The bytes
 * are kept as they are. Failures: jurisdictions.unknown_format, .schema_wrong_namespace, those of compileSchema.
 */
export async function importOfficialSchema(
  ports: { readonly db: Database; readonly journal: Journal },
  actor: string,
  given: { readonly jurisdiction: string; readonly format: string; readonly content: Buffer },
): Promise<SchemaView> {
  const jurisdiction = given.jurisdiction.toLowerCase();
  const { format, content } = given;
  const known = formatOf(jurisdiction, format);
  const schema = compileSchema(content);
  ensureFits(known, schema);
  return write(ports.db, { entities: [DEPLOYMENT] }, async (tx) => {
    await ports.journal.record(tx, schemaImported, {
      entity: DEPLOYMENT,
      actor,
      subject: `${jurisdiction}/${format}`,
      data: {
        jurisdiction,
        format,
        sha256: schema.sha256,
        bytes: content.length,
        namespace: schema.targetNamespace,
        content: content.toString('base64'),
      },
    });
    const stored = await one<StoredSchema>(
      tx,
      `select ${COLUMNS} from jurisdictions.schema where jurisdiction = $1 and format = $2 and sha256 = $3`,
      [jurisdiction, format, schema.sha256],
    );
    if (stored === undefined) throw new Failure('operator', 'internal', 'the schema was not stored');
    return present(stored);
  });
}

/** Imported schemas, the one in use of each format first. */
export const officialSchemas = async (tx: Tx): Promise<SchemaView[]> =>
  (
    await rows<StoredSchema>(
      tx,
      `select ${COLUMNS} from jurisdictions.schema order by jurisdiction, format, entry desc`,
    )
  ).map(present);

export interface SchemaInUse {
  readonly schema: ImportedSchema;
  readonly importedAt: Instant;
}

const KEPT_MAX = 8;
/** Schemas by their hash; the content of a hash never changes. */
const kept = new Map<string, ImportedSchema>();

/** The schema in use for a format, compiled; undefined when none was imported. Needs the deployment in the scope. */
export async function schemaFor(
  tx: Tx,
  jurisdiction: string,
  format: string,
): Promise<SchemaInUse | undefined> {
  const current = await one<{ sha256: string; imported_at: Instant }>(
    tx,
    'select sha256, imported_at from jurisdictions.schema where jurisdiction = $1 and format = $2 order by entry desc limit 1',
    [jurisdiction, format],
  );
  if (current === undefined) return undefined;
  const schema = kept.get(current.sha256) ?? (await loadSchema(tx, jurisdiction, format, current.sha256));
  return { schema, importedAt: current.imported_at };
}

async function loadSchema(
  tx: Tx,
  jurisdiction: string,
  format: string,
  sha256: string,
): Promise<ImportedSchema> {
  const stored = await one<{ content: string }>(
    tx,
    'select content from jurisdictions.schema where jurisdiction = $1 and format = $2 and sha256 = $3',
    [jurisdiction, format, sha256],
  );
  const schema = compileSchema(Buffer.from(stored?.content ?? '', 'base64'));
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(sha256, schema);
  return schema;
}
