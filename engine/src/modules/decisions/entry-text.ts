import { canonicalText } from '../../kernel/canonical.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Gathered } from './observe.ts';

/** A decision on its way into the journal; event, facts and findings as canonical texts already. */
export interface DecidedEntry {
  readonly type: string;
  readonly id: string;
  readonly entity: string;
  readonly actor: string;
  /** RFC 3339. */
  readonly at: string;
  readonly recordedAt: Instant;
  readonly occurredAt: Instant;
  /** The exchange's event id. */
  readonly reference: string;
  readonly columns: DecidedColumns;
  readonly event: string;
  readonly facts: string;
  readonly findings: string;
  readonly gathered: Gathered;
  readonly outcome: string;
  readonly scenarios: string;
  readonly message: string | null;
  readonly rule_set: string;
  readonly versions: { readonly policy: number; readonly matching: string };
  readonly lists: Readonly<Record<string, string>>;
  readonly hold: { readonly id: string; readonly until: string } | null;
}

/** Canonical text of an entry around the place of its box. */
export interface EntryText {
  readonly before: string;
  readonly after: string;
}

export interface DecidedColumns {
  readonly content: string;
  readonly customer: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly value_usd: number | null;
  readonly rail: string | null;
  readonly network: string | null;
  readonly address: string | null;
}

/**
 * The entry's canonical text (RFC 8785), members in their order by hand: the same bytes canonicalBytes() makes of the
 * entry's body, for the one place where speed decides. A test holds the two together. Ids, instants and codes of ours
 * are written as they are; what comes from outside is quoted.
 */
export function entryText(entry: DecidedEntry): EntryText {
  const { columns } = entry;
  const before = `{"actor":"${entry.actor}","at":"${entry.at}","data":{"address":${text(columns.address)},"amount":${plain(
    columns.amount,
  )},"asset":${plain(columns.asset)},"content":"${columns.content}","customer":"${columns.customer}","event":${
    entry.event
  },"facts":${entry.facts},"findings":${entry.findings},"gathered":${canonicalText(entry.gathered)},"hold":${
    entry.hold === null ? 'null' : `{"id":"${entry.hold.id}","until":"${entry.hold.until}"}`
  },"lists":${constant(entry.lists)},"message":${plain(entry.message)},"network":${plain(
    columns.network,
  )},"occurred_at":"${columns.occurred_at}","outcome":"${entry.outcome}","rail":${plain(columns.rail)},"reference":${text(
    entry.reference,
  )},"rule_set":"${entry.rule_set}","scenarios":${entry.scenarios},"type":"${columns.type}","value_usd":${
    columns.value_usd
  },"versions":${constant(entry.versions)}},"entity":"${entry.entity}","schema":1,`;
  return { before, after: `"subject":"${entry.id}","type":"${entry.type}","v":1}` };
}

/** The whole entry, with the box of its personal part. */
export function sealedEntry(
  { before, after }: EntryText,
  sealed: { readonly person: string; readonly box: string } | null,
): string {
  if (sealed === null) return before + after;
  return `${before}"sealed":[{"box":"${sealed.box}","person":"${sealed.person}"}],${after}`;
}

const plain = (code: string | null): string => (code === null ? 'null' : `"${code}"`);
const text = (value: string | null): string => (value === null ? 'null' : canonicalText(value));

/** Objects that stay the same from event to event are written once. */
const constants = new WeakMap<object, string>();
function constant(value: object): string {
  const known = constants.get(value);
  if (known !== undefined) return known;
  const made = canonicalText(value);
  constants.set(value, made);
  return made;
}
