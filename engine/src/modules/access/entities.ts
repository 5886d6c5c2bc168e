import type { EntityInput, EntityView } from '@atalaya/contract/access.ts';
import { assetOf } from '@atalaya/contract/assets.ts';
import { isCountry } from '@atalaya/contract/countries.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { civilTime, instantOf } from '../../kernel/instant.ts';
import { asSystem, type Database, one, rows, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { entityCreated } from './events.ts';

interface EntityRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly tax_id: string | null;
  readonly platform_domain: string | null;
}

const COLUMNS = 'id, code, name, jurisdiction, currency, time_zone, tax_id, platform_domain';

const present = ({ tax_id, platform_domain, ...row }: EntityRow): EntityView => ({
  ...row,
  ...(tax_id === null ? {} : { tax_id }),
  ...(platform_domain === null ? {} : { platform_domain }),
});

/** Obliged entities in sight of the transaction, the oldest first. */
export async function entitiesInSight(tx: Tx): Promise<EntityView[]> {
  return (await rows<EntityRow>(tx, `select ${COLUMNS} from access.entity order by entry`)).map(present);
}

function ensureInput(input: EntityInput): void {
  const refuse = (field: string, message: string): never => {
    throw new Failure('caller', 'request.invalid', `the obliged entity cannot have this ${field}`, [
      { field: `/${field}`, message },
    ]);
  };
  if (!isCountry(input.jurisdiction)) refuse('jurisdiction', 'no such country');
  if (assetOf(input.currency)?.kind !== 'fiat') refuse('currency', 'not a currency we know');
  try {
    civilTime(instantOf(0), input.time_zone);
  } catch {
    refuse('time_zone', 'not a time zone');
  }
}

/** Failures: request.invalid (field), access.entity_exists. */
export async function createEntity(
  ports: { db: Database; journal: Journal },
  actor: string,
  input: EntityInput,
  inSameCommit: (tx: Tx, entity: string) => Promise<void> = async () => undefined,
): Promise<EntityView> {
  ensureInput(input);
  const id = newId('ent');
  return write(ports.db, { entities: [id] }, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`access.entity ${input.code}`]);
    const taken = await asSystem(ports.db, (sys) =>
      one(sys, 'select 1 from access.entity where code = $1', [input.code]),
    );
    if (taken !== undefined)
      throw new Failure('conflict', 'access.entity_exists', `there already is an entity ${input.code}`, [
        { field: '/code', message: input.code },
      ]);
    await ports.journal.record(tx, entityCreated, { entity: id, actor, subject: id, data: input });
    await inSameCommit(tx, id);
    return { id, ...input };
  });
}

/** The deployment's oldest obliged entity; this one where there is none yet. */
export async function ensureFirstEntity(
  ports: { db: Database; journal: Journal },
  input: EntityInput,
): Promise<EntityView> {
  const [first] = await asSystem(ports.db, entitiesInSight);
  return first ?? createEntity(ports, 'system:start', input);
}
