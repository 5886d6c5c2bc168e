import type { Texts } from '@atalaya/contract/schema.ts';

/**
 * The rule by which a value was changed to fit a format. `weight`: `form` when what is filed still says the same thing
 * (capital letters, a zone's wall clock), `content` when something is gone or was put in its place.
 */
export interface ConversionRule {
  readonly rule_id: string;
  readonly path: string;
  readonly weight: 'form' | 'content';
  readonly message: Texts;
  readonly source: string;
  readonly confidence: string;
}

/** One value that is filed otherwise than it was given. `filed` is empty when it is not filed at all. */
export interface LossyEntry {
  readonly path: string;
  readonly original: string;
  readonly filed: string;
  /** The weightiest rule applied; `also` names the others, in the order applied. */
  readonly rule: string;
  readonly also: readonly string[];
  readonly weight: 'form' | 'content';
  readonly text: Texts;
}

/** A converted text and the ids of the rules that changed it, weightiest last. */
export interface Converted {
  readonly filed: string;
  readonly rules: readonly string[];
}

export interface LossyLedger {
  readonly entries: readonly LossyEntry[];
  /** Writes the change down, if there is one, and answers the value to file. */
  record(path: string, original: string, converted: Converted): string;
}

/** A ledger that explains itself by a table of conversion rules; a rule that is not in the table is a defect of ours. */
export function openLedger(conversions: ReadonlyMap<string, ConversionRule>): LossyLedger {
  const entries: LossyEntry[] = [];
  return {
    entries,
    record(path, original, { filed, rules }) {
      const rule = rules.at(-1);
      if (rule === undefined) {
        if (filed !== original) throw new Error(`${path} was changed and no rule says why`);
        return filed;
      }
      const conversion = conversions.get(rule);
      if (conversion === undefined) throw new Error(`conversion rule ${rule} is not in the table`);
      const { weight, message: text } = conversion;
      entries.push({ path, original, filed, rule, also: rules.slice(0, -1), weight, text });
      return filed;
    },
  };
}
