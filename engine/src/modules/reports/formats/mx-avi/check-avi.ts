import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure, isFailure } from '../../../../kernel/failure.ts';
import type { CalendarDate, Instant } from '../../../../kernel/instant.ts';
import { checkAgainstSchema, type ImportedSchema } from '../../../jurisdictions/schemas.ts';
import type { Catalogues } from '../catalogues.ts';
import type { LossyEntry } from '../lossy-ledger.ts';
import type { ReportRule, RuleAction } from '../rule-table.ts';
import { readTree } from '../xml-reader.ts';
import { type Archivo, AVI_LAYOUT } from './avi-layout.ts';
import type { AviPack } from './avi-pack.ts';
import { monthEnd } from './aviso-dates.ts';
import { placesOf, today } from './check-context.ts';
import { AVI_CHECKS } from './checks.ts';
import { type FormFault, faultsOfLayout, faultsOfSchema, X } from './schema-findings.ts';

/** A rule that is broken, where, and what a person is told. `value`: the text at fault; `detail`: the validator's words. */
export interface Finding {
  readonly rule: string;
  readonly action: RuleAction;
  readonly path: string;
  readonly message: Texts;
  readonly value?: string;
  readonly line?: number;
  readonly column?: number;
  readonly detail?: string;
}

/** `draft`: codes outside the catalogue only warn. `filing`: they reject. */
export type CheckMode = 'draft' | 'filing';

export interface CheckOptions {
  readonly pack: AviPack;
  readonly catalogues: Catalogues;
  readonly mode: CheckMode;
  readonly now: Instant;
  readonly ledger?: readonly LossyEntry[];
  /** `referencia_aviso` filed before, to refuse one used twice. */
  readonly filedReferences?: ReadonlySet<string>;
}

const inForce = ({ valid_from, valid_to }: ReportRule, date: CalendarDate): boolean =>
  valid_from <= date && (valid_to === undefined || date <= valid_to);

const actionOf = (rule: ReportRule, mode: CheckMode): RuleAction =>
  mode === 'draft' ? rule.action_in_draft : rule.action;

/** The day by which rules are in force for a path: the last of the month its informe reports. */
function dateOf(archivo: Archivo, path: string, otherwise: CalendarDate): CalendarDate {
  const index = Number(/^\/archivo\/informe\[(\d+)\]/.exec(path)?.[1] ?? 1) - 1;
  return monthEnd(archivo.informe[index]?.mes_reportado ?? '') ?? otherwise;
}

/**
 * The numbered rules over a tree, in order of rule id; a rule speaks only of months in which it was in force.
 * Failure (operator): reports.parameter_missing when a row that a rule needs is not in force.
 */
export function checkArchivo(archivo: Archivo, options: CheckOptions): Finding[] {
  const { pack, catalogues, mode, now } = options;
  const context = {
    archivo,
    places: placesOf(archivo),
    ledger: options.ledger ?? [],
    catalogues,
    parameters: pack.parameters,
    now,
    filedReferences: options.filedReferences ?? new Set<string>(),
  };
  const findings: Finding[] = [];
  for (const id of Object.keys(AVI_CHECKS).sort()) {
    const rule = pack.rules.get(id);
    if (rule === undefined) continue;
    for (const fault of AVI_CHECKS[id]?.(context) ?? []) {
      if (!inForce(rule, dateOf(archivo, fault.path, today(context)))) continue;
      findings.push({ rule: id, action: actionOf(rule, mode), message: rule.message, ...fault });
    }
  }
  return findings;
}

function findingOf({ rule: id, ...fault }: FormFault, { pack, mode }: CheckOptions): Finding {
  const rule = pack.rules.get(id);
  if (rule === undefined) throw new Error(`rule ${id} is not in the table`);
  return { rule: id, action: actionOf(rule, mode), message: rule.message, ...fault };
}

function faultOfFailure(failure: Failure): FormFault {
  const rule = failure.code === 'xml.doctype' ? X.doctype : X.notXml;
  const line = failure.details[0]?.row ?? 1;
  return { rule, path: `/${AVI_LAYOUT.root}`, line, column: 1, detail: failure.message };
}

/** The findings about a file, and its tree when it could be read. */
export interface FileReading {
  readonly archivo?: Archivo;
  readonly findings: readonly Finding[];
}

/**
 * Judges the bytes of an AVI file: XML, shape, SAT's schema when one was imported, numbered rules. Bytes that are no
 * AVI file at all are a finding too (AVI-X001 to AVI-X003), never a failure.
 */
export function checkFile(bytes: Uint8Array, options: CheckOptions, schema?: ImportedSchema): FileReading {
  try {
    const reading = readTree(AVI_LAYOUT, bytes);
    const schemaFaults = schema === undefined ? [] : faultsOfSchema(checkAgainstSchema(schema, bytes).errors);
    const form =
      schema === undefined || schemaFaults.length === 0 ? faultsOfLayout(reading.problems) : schemaFaults;
    const findings = form.map((fault) => findingOf(fault, options));
    if (reading.tree === undefined) return { findings };
    return { archivo: reading.tree, findings: [...findings, ...checkArchivo(reading.tree, options)] };
  } catch (error) {
    if (!isFailure(error) || !error.code.startsWith('xml.')) throw error;
    return { findings: [findingOf(faultOfFailure(error), options)] };
  }
}

/**
 * The tree of an AVI file.
 * Failures (caller): xml.* when the bytes are not safe, well-formed XML; reports.not_an_aviso when the elements are not
 * those of the format, each with path and line.
 */
export function parseAvi(bytes: Uint8Array): Archivo {
  const reading = readTree(AVI_LAYOUT, bytes);
  if (reading.tree !== undefined) return reading.tree;
  const details = reading.problems.map(({ kind, path, line }) => ({ field: path, row: line, message: kind }));
  const first = details[0];
  throw new Failure(
    'caller',
    'reports.not_an_aviso',
    `not an AVI file: ${first?.field} ${first?.message} (line ${first?.row})`,
    details,
  );
}
