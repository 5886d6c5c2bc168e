/** The code tables of OFAC's advanced XML: `ReferenceValueSets` maps the ids that the rest of the file uses to words. */
import type { XmlRecord } from '../xml-records.ts';

const SETS = [
  'AliasType',
  'AreaCode',
  'Country',
  'DetailReference',
  'FeatureType',
  'IDRegDocType',
  'LocPartType',
  'NamePartType',
  'PartySubType',
  'PartyType',
  'RelationType',
  'SanctionsType',
] as const;
export type ReferenceSet = (typeof SETS)[number];

export interface ReferenceValues {
  /** Word of an id; undefined where the file does not say. */
  word(set: ReferenceSet, id: string | undefined): string | undefined;
  /** PartyTypeID of a PartySubType. */
  partyType(subType: string | undefined): string | undefined;
}

/** Elements of the file that hold the tables. */
export const REFERENCE_ELEMENTS: readonly string[] = SETS.map((set) => `${set}Values`);

export function referenceValues(): ReferenceValues & { take(record: XmlRecord): boolean } {
  const words = new Map<string, Map<string, string>>();
  const partyTypes = new Map<string, string>();
  return {
    take(record) {
      if (!REFERENCE_ELEMENTS.includes(record.name)) return false;
      const set = new Map<string, string>();
      for (const child of record.children) {
        const { ID: id = '', PartyTypeID: partyType } = child.attributes;
        set.set(id, child.text);
        if (child.name === 'PartySubType' && partyType !== undefined) partyTypes.set(id, partyType);
      }
      words.set(record.name, set);
      return true;
    },
    word: (set, id) => (id === undefined ? undefined : words.get(`${set}Values`)?.get(id)),
    partyType: (subType) => (subType === undefined ? undefined : partyTypes.get(subType)),
  };
}
