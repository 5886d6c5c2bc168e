import type { WatchlistView } from '@atalaya/contract/watchlists.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import { Failure } from '../../kernel/failure.ts';
import { type Database, DEPLOYMENT, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { listConfigured } from './events.ts';
import type { ImportPorts } from './import-snapshot.ts';
import { type ListPolicy, policyOf, type SourceFile } from './list-policy.ts';
import { currentSnapshot, listByCode, presentList, type StoredList } from './lists.ts';

export type ListSettings = Partial<ListPolicy> & {
  readonly fresh_hours?: number;
  readonly source?: readonly SourceFile[] | null;
  readonly every_hours?: number | null;
};

/** Writes how a list is used; what is not told stays. The list as it is then. */
export async function configure(
  tx: Tx,
  journal: Journal,
  actor: string,
  list: StoredList,
  settings: ListSettings,
): Promise<StoredList> {
  const before = {
    ...policyOf(list),
    fresh_hours: list.fresh_hours,
    source: list.source,
    every_hours: list.every_hours,
  };
  const after = { ...before, ...settings };
  if (canonicalText(before) === canonicalText(after)) return list;
  await journal.record(tx, listConfigured, {
    entity: DEPLOYMENT,
    actor,
    subject: list.id,
    data: { code: list.code, ...after },
  });
  return { ...list, ...after };
}

/** An issuer is asked by https; plain http only on this machine, where mirrors and tests live. */
function ensureSource(source: readonly SourceFile[]): void {
  for (const [i, { url }] of source.entries()) {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    const local = parsed !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(parsed.hostname);
    const allowed = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && local);
    if (parsed === undefined || !allowed || parsed.username !== '' || parsed.password !== '')
      throw new Failure(
        'caller',
        'watchlists.source_invalid',
        'the address is not one that lists are fetched from',
        [{ field: `/source/${i}/url`, message: 'an https address without a user' }],
      );
  }
}

export interface ConfigurePorts extends Pick<ImportPorts, 'journal' | 'now' | 'imported'> {
  readonly db: Database;
}

/**
 * How a list is used and where it is fetched from. Failures: watchlists.unknown, watchlists.source_invalid. What is screened
 * is made again before it answers, where the change asks for it.
 */
export async function configureList(
  ports: ConfigurePorts,
  actor: string,
  code: string,
  settings: ListSettings,
): Promise<WatchlistView> {
  if (settings.source != null) ensureSource(settings.source);
  const done = await write(ports.db, { entities: [DEPLOYMENT] }, async (tx) => {
    const list = await listByCode(tx, code);
    if (list === undefined)
      throw new Failure('missing', 'watchlists.unknown', `there is no list ${code}`, [
        { field: '/code', message: code },
      ]);
    const after = await configure(tx, ports.journal, actor, list, settings);
    const changed = canonicalText(policyOf(list)) !== canonicalText(policyOf(after));
    return { view: presentList(after, await currentSnapshot(tx, code), ports.now()), changed };
  });
  if (done.changed) await ports.imported(code);
  return done.view;
}
