/**
 * Jurisdictions under FATF's call for action and under increased monitoring, as facts in JSON:
 * `{ asOf, callForAction: { countermeasures, enhancedDueDiligence }, increasedMonitoring }`, each a list of ISO 3166-1
 * alpha-2 codes. FATF publishes pages and no file, so the shape is ours. One listing per country; a weight, no block.
 */
import { isCountry } from '@atalaya/contract/countries.ts';
import { emptyListing, type Listing } from '../listing.ts';
import { readDay } from './dates.ts';
import { type OpenFile, readText } from './list-file.ts';
import type { StatedList } from './ofac-xml.ts';
import { present } from './present.ts';
import { type Problems, unparseable } from './problems.ts';

const SECTIONS: readonly [path: readonly string[], program: string][] = [
  [['callForAction', 'countermeasures'], 'countermeasures'],
  [['callForAction', 'enhancedDueDiligence'], 'enhanced_due_diligence'],
  [['increasedMonitoring'], 'increased_monitoring'],
];

const english = new Intl.DisplayNames(['en'], { type: 'region' });

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Errors: `watchlists.unparseable`. */
export async function readFatfJson(file: OpenFile, problems: Problems): Promise<StatedList> {
  let root: unknown;
  try {
    root = JSON.parse(await readText(file, 'auto'));
  } catch (error) {
    throw unparseable({ file: file.name }, 'not JSON', error);
  }
  const listings = new Map<string, Listing>();
  for (const [path, program] of SECTIONS) {
    const codes = path.reduce<unknown>(memberOf, root);
    if (!Array.isArray(codes))
      throw unparseable({ file: file.name, element: path.join('.') }, 'no list of countries');
    for (const code of codes) {
      if (typeof code !== 'string' || !isCountry(code)) {
        const place = { file: file.name, element: path.join('.') };
        problems.quarantine(place, 'unknown_country', 'not an ISO 3166-1 alpha-2 code', String(code));
        continue;
      }
      const listing = listings.get(code) ?? {
        ...emptyListing(code, 'other'),
        names: [{ text: english.of(code) ?? code, kind: 'primary' as const, quality: 'strong' as const }],
        countries: [{ role: 'jurisdiction' as const, text: english.of(code) ?? code, code }],
      };
      listing.programs.push(program);
      listings.set(code, listing);
    }
  }
  const asOf = memberOf(root, 'asOf');
  return present({
    listings: [...listings.values()],
    issuedOn: typeof asOf === 'string' ? readDay(asOf) : undefined,
  });
}
