import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { civilDate, type Instant } from '../../kernel/instant.ts';
import { type Catalogues, parseCatalogues } from './formats/catalogues.ts';
import { findParameter } from './formats/dated-parameters.ts';
import { type AviPack, loadAviPack } from './formats/mx-avi/avi-pack.ts';
import { MEXICO_CITY } from './formats/mx-avi/aviso-dates.ts';
import type { CheckMode } from './formats/mx-avi/check-avi.ts';
import { type Deadline, monthlyDeadline, urgentDeadline } from './formats/mx-avi/deadlines.ts';

/** The Mexican aviso as text of content/jurisdictions/mx: rules, parameters, labels, and the operator's catalogues. */
export interface Avi {
  readonly pack: AviPack;
  readonly catalogues: Catalogues;
}

/** The first month with avisos: operations from 2020-04-02. */
export const FIRST_MONTH = '2020-04';

/** Failures (operator): reports.table_invalid, reports.catalogue_invalid, every fault with its field and row. */
export function loadAvi(): Avi {
  const folder = join(import.meta.dirname, '../../../../content/jurisdictions/mx');
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return {
    pack: loadAviPack({
      rules: text('avi-rules.yaml'),
      parameters: text('parameters.yaml'),
      labels: text('avi-labels.yaml'),
    }),
    catalogues: parseCatalogues(text('avi-catalogues.csv')),
  };
}

/**
 * The authority's catalogues are not public: until the operator has imported some, a code that cannot be checked warns;
 * from then on a code that is in none of them rejects.
 */
export const checkModeOf = ({ catalogues }: Avi): CheckMode => (catalogues.size === 0 ? 'draft' : 'filing');

/** Days and months of the aviso are those of Mexico City. */
export const monthOf = (instant: Instant): string => civilDate(instant, MEXICO_CITY).slice(0, 7);

const alertCode = ({ pack }: Avi, which: 'other' | 'none', now: Instant): string =>
  findParameter(pack.parameters, `mx.avi.code.tipo_alerta.${which}`, civilDate(now, MEXICO_CITY))?.value ??
  '';

/** The code of «another alert», which must be described. */
export const otherAlertCode = (avi: Avi, now: Instant): string => alertCode(avi, 'other', now);

/** The code of an aviso that a threshold asks for, without any alert. */
export const plainAlertCode = (avi: Avi, now: Instant): string => alertCode(avi, 'none', now);

/** Failures (operator): reports.parameter_missing, reports.table_invalid. */
export const aviDeadline = (
  { pack }: Avi,
  given: { readonly priority: 'normal' | '24h'; readonly month: string; readonly known: Instant },
): Deadline =>
  given.priority === '24h'
    ? urgentDeadline(pack.parameters, given.known)
    : monthlyDeadline(pack.parameters, given.month);
