import { addDays, addMonths, parseDate } from '../../../../kernel/instant.ts';
import type { Catalogues } from '../catalogues.ts';
import { ensureReportable } from '../ensure-reportable.ts';
import { type LossyEntry, type LossyLedger, openLedger } from '../lossy-ledger.ts';
import type { PlatformAccount, ReportableCase, ReportableSubject, Reporter } from '../reportable.ts';
import type { Archivo, Aviso, Informe, PersonaAviso, SujetoObligado } from './avi-layout.ts';
import type { AviPack } from './avi-pack.ts';
import { convertDomain, convertIdentifier, convertNumber, convertReference } from './conversions.ts';
import { mapAddress, mapContact } from './map-contact.ts';
import { mapOperations } from './map-operations.ts';
import { mapOwner, mapParty } from './map-party.ts';
import { fileCode, fileConverted, fileText, type Mapping } from './mapping.ts';

/** Which case and subject an entry of the file stands for; `reference` is the case's own. */
export interface FiledReference {
  readonly referencia_aviso: string;
  readonly path: string;
  readonly reference: string;
  readonly subject: number;
}

export interface AviMapping {
  readonly archivo: Archivo;
  readonly ledger: readonly LossyEntry[];
  readonly references: readonly FiledReference[];
}

const FITS_USER_ID = /^[A-Z\d_-]{1,30}$/;
const FITS_ACCOUNT = /^[A-Z\d]{1,100}$/;

function mapReporter(mapping: Mapping, path: string, reporter: Reporter): SujetoObligado {
  const number = (element: string, value: string): string =>
    fileConverted(mapping, `${path}/${element}`, value, convertNumber);
  const { collegiateEntityTaxId: collegiate } = reporter;
  return {
    ...(collegiate === undefined
      ? {}
      : { clave_entidad_colegiada: number('clave_entidad_colegiada', collegiate) }),
    clave_sujeto_obligado: number('clave_sujeto_obligado', reporter.taxId),
    clave_actividad: 'AVI',
    ...(reporter.exempt === true ? { exento: '1' } : {}),
    dominio_plataforma: fileConverted(
      mapping,
      `${path}/dominio_plataforma`,
      reporter.platformDomain,
      convertDomain,
    ),
  };
}

function mapAccount(
  mapping: Mapping,
  path: string,
  account: PlatformAccount,
): PersonaAviso['datos_cuenta_plataforma'] {
  const { clabe } = account;
  return {
    id_usuario: fileConverted(mapping, `${path}/id_usuario`, account.userId, (id) =>
      convertIdentifier(id, FITS_USER_ID),
    ),
    cuenta_relacionada: fileConverted(mapping, `${path}/cuenta_relacionada`, account.account, (id) =>
      convertIdentifier(id, FITS_ACCOUNT),
    ),
    ...(clabe === undefined
      ? {}
      : { clabe_interbancaria: fileConverted(mapping, `${path}/clabe_interbancaria`, clabe, convertNumber) }),
    moneda_cuenta: fileCode(mapping, `${path}/moneda_cuenta`, 'moneda', account.currency),
  };
}

function mapSubject(
  mapping: Mapping,
  path: string,
  subject: ReportableSubject,
): Aviso['operaciones_persona'] {
  const person = `${path}/persona_aviso`;
  const { address, contact } = subject;
  const telefono = contact === undefined ? undefined : mapContact(mapping, `${person}/telefono`, contact);
  return {
    persona_aviso: {
      datos_cuenta_plataforma: mapAccount(mapping, `${person}/datos_cuenta_plataforma`, subject.account),
      tipo_persona: mapParty(mapping, `${person}/tipo_persona`, subject.party),
      ...(address === undefined
        ? {}
        : { tipo_domicilio: mapAddress(mapping, `${person}/tipo_domicilio`, address) }),
      ...(telefono === undefined ? {} : { telefono }),
    },
    dueno_beneficiario: subject.beneficialOwners.map((owner, index) =>
      mapOwner(mapping, `${path}/dueno_beneficiario[${index + 1}]`, owner),
    ),
    detalle_operaciones: mapOperations(mapping, `${path}/detalle_operaciones`, subject.operations),
  };
}

function mapAmendment(mapping: Mapping, path: string, { amendment }: ReportableCase) {
  if (amendment === undefined) return {};
  const at = `${path}/modificatorio/descripcion_modificacion`;
  return {
    modificatorio: {
      folio_modificacion: amendment.folio,
      descripcion_modificacion: fileText(mapping, at, amendment.description, 'descripcion'),
    },
  };
}

function mapAlert(
  mapping: Mapping,
  path: string,
  { alert: { code, narrative } }: ReportableCase,
): Aviso['alerta'] {
  if (narrative === undefined || narrative.trim() === '') return { tipo_alerta: code };
  const at = `${path}/alerta/descripcion_alerta`;
  return { tipo_alerta: code, descripcion_alerta: fileText(mapping, at, narrative, 'descripcion') };
}

function mapAviso(mapping: Mapping, path: string, input: ReportableCase, subject: number): Aviso {
  const found = input.subjects[subject];
  if (found === undefined) throw new Error(`there is no subject ${subject}`);
  const reference = input.subjects.length === 1 ? input.reference : `${input.reference}#${subject + 1}`;
  return {
    referencia_aviso: fileConverted(mapping, `${path}/referencia_aviso`, reference, convertReference),
    prioridad: fileCode(mapping, `${path}/prioridad`, 'prioridad', input.priority),
    ...mapAmendment(mapping, path, input),
    alerta: mapAlert(mapping, path, input),
    operaciones_persona: mapSubject(mapping, `${path}/operaciones_persona`, found),
  };
}

interface MonthOfReporter {
  readonly reporter: Reporter;
  readonly month: string;
  readonly cases: ReportableCase[];
}

/** One `informe` for each obliged entity and month, in the order in which they first appear. */
function groupByMonth(cases: readonly ReportableCase[]): MonthOfReporter[] {
  const groups = new Map<string, MonthOfReporter>();
  for (const each of cases) {
    const { taxId, platformDomain, collegiateEntityTaxId = '', exempt = false } = each.reporter;
    const key = JSON.stringify([taxId, platformDomain, collegiateEntityTaxId, exempt, each.month]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { reporter: each.reporter, month: each.month, cases: [each] });
    else known.cases.push(each);
  }
  return [...groups.values()];
}

const lastDayOf = (month: string) => addDays(addMonths(parseDate(`${month}-01`), 1), -1);

function mapInforme(
  path: string,
  { reporter, month, cases }: MonthOfReporter,
  tables: { pack: AviPack; catalogues: Catalogues; ledger: LossyLedger },
  references: FiledReference[],
): Informe {
  const mapping: Mapping = { ...tables, date: lastDayOf(month) };
  const sujeto_obligado = mapReporter(mapping, `${path}/sujeto_obligado`, reporter);
  const entries = cases.flatMap((each) => each.subjects.map((_, subject) => ({ input: each, subject })));
  const aviso = entries.map(({ input, subject }, index) => {
    const at = `${path}/aviso[${index + 1}]`;
    const mapped = mapAviso(mapping, at, input, subject);
    references.push({
      referencia_aviso: mapped.referencia_aviso,
      path: at,
      reference: input.reference,
      subject,
    });
    return mapped;
  });
  return { mes_reportado: month.replace('-', ''), sujeto_obligado, aviso };
}

/**
 * The AVI tree of some cases and the ledger of every value that is filed otherwise than it was given. Operations are in
 * order of time; the same cases give the same tree. Whether the tree may be filed is for the rules to say.
 * Failures (caller): reports.not_reportable; reports.value_not_in_mxn for a leg valued in another currency; (operator)
 * reports.parameter_missing where a filler is needed and no row is in force.
 */
export function mapToAvi(
  cases: readonly ReportableCase[],
  pack: AviPack,
  catalogues: Catalogues,
): AviMapping {
  for (const each of cases) ensureReportable(each);
  const ledger = openLedger(pack.conversions);
  const references: FiledReference[] = [];
  const informe = groupByMonth(cases).map((group, index) =>
    mapInforme(`/archivo/informe[${index + 1}]`, group, { pack, catalogues, ledger }, references),
  );
  return { archivo: { informe }, ledger: ledger.entries, references };
}
