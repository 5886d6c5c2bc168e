import { isFailure } from '../kernel/failure.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import { filesOfVersion } from '../modules/monitoring/rule-sets/queries.ts';
import { asSystem, type Database } from '../platform/database.ts';
import { compileGently } from './compile-gently.ts';

const KEPT = 8;

/**
 * Every rule-set that ever decided, by the version that decisions carry: compiled from its stored texts when somebody
 * asks, the latest few kept. Null when no stored texts make that version with the engine as it is now.
 */
export function pastRuleSets(
  db: Database,
  live: () => RuleSet,
): (version: string) => Promise<RuleSet | null> {
  const kept = new Map<string, Promise<RuleSet | null>>();
  const compiled = async (version: string): Promise<RuleSet | null> => {
    const files = await asSystem(db, (tx) => filesOfVersion(tx, version));
    if (files === undefined) return null;
    try {
      const ruleSet = await compileGently(files, live());
      return ruleSet.version === version ? ruleSet : null;
    } catch (error) {
      if (isFailure(error) && error.code === 'scenarios.invalid') return null;
      throw error;
    }
  };
  return async (version) => {
    if (version === live().version) return live();
    const asked = kept.get(version) ?? compiled(version);
    kept.delete(version);
    kept.set(version, asked);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    try {
      const found = await asked;
      if (found === null) kept.delete(version);
      return found;
    } catch (error) {
      kept.delete(version);
      throw error;
    }
  };
}
