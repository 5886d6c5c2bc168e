import type { Texts } from '@atalaya/contract/schema.ts';
import { sha256Hex } from '../../../../kernel/hash.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { checkAgainstSchema, type ImportedSchema, type SchemaError } from '../../../jurisdictions/schemas.ts';
import type { Catalogues } from '../catalogues.ts';
import type { LossyEntry } from '../lossy-ledger.ts';
import type { ReportableCase } from '../reportable.ts';
import { writeTree } from '../xml-writer.ts';
import { type Archivo, AVI_LAYOUT } from './avi-layout.ts';
import type { AviPack } from './avi-pack.ts';
import { type CheckMode, checkArchivo, type Finding } from './check-avi.ts';
import { placesOf } from './check-context.ts';
import { type FiledReference, mapToAvi } from './map-avi.ts';
import { faultsOfSchema } from './schema-findings.ts';

export interface PrepareOptions {
  readonly pack: AviPack;
  readonly catalogues: Catalogues;
  readonly mode: CheckMode;
  readonly now: Instant;
  readonly schema?: ImportedSchema;
  readonly filedReferences?: ReadonlySet<string>;
}

/** What the authority's schema says. Without an imported schema only the numbered rules have spoken. */
export type SchemaCheck =
  | { readonly imported: false }
  | {
      readonly imported: true;
      readonly sha256: string;
      readonly valid: boolean;
      readonly errors: readonly SchemaError[];
    };

/** One line of the form as a person reads it, in the authority's order; `original` when the ledger changed it. */
export interface PreviewLine {
  readonly path: string;
  readonly label: Texts;
  readonly value: string;
  readonly original?: string;
}

export interface PreparedAvi {
  readonly archivo: Archivo;
  readonly xml: Uint8Array;
  readonly sha256: string;
  readonly ledger: readonly LossyEntry[];
  readonly references: readonly FiledReference[];
  readonly findings: readonly Finding[];
  readonly schema: SchemaCheck;
  readonly preview: readonly PreviewLine[];
  /** No finding rejects. True says nothing about what the authority will answer. */
  readonly fileable: boolean;
}

/** The leaves of the tree with their labels; a label that is missing is the element's own name. */
export function previewOf(archivo: Archivo, pack: AviPack, ledger: readonly LossyEntry[]): PreviewLine[] {
  const changed = new Map(ledger.map((entry) => [entry.path, entry]));
  return placesOf(archivo).flatMap(({ path, name, value }) => {
    if (value === undefined) return [];
    const label = pack.labels.get(name) ?? { es: name, pt: name, en: name };
    const original = changed.get(path)?.original;
    return [{ path, label, value, ...(original === undefined ? {} : { original }) }];
  });
}

function checkSchema(schema: ImportedSchema | undefined, xml: Uint8Array): SchemaCheck {
  if (schema === undefined) return { imported: false };
  return { imported: true, sha256: schema.sha256, ...checkAgainstSchema(schema, xml) };
}

/**
 * From cases to the bytes to file: mapped, written, checked by the numbered rules and by SAT's schema when it was
 * imported. The same input gives the same bytes.
 * Failures: those of mapToAvi, writeTree and checkArchivo.
 */
export function prepareAvi(cases: readonly ReportableCase[], options: PrepareOptions): PreparedAvi {
  const { pack, catalogues } = options;
  const { archivo, ledger, references } = mapToAvi(cases, pack, catalogues);
  const xml = writeTree(AVI_LAYOUT, archivo);
  const schema = checkSchema(options.schema, xml);
  const bySchema = faultsOfSchema(schema.imported ? schema.errors : []).flatMap(
    ({ rule, ...fault }): Finding[] => {
      const known = pack.rules.get(rule);
      return known === undefined ? [] : [{ rule, action: known.action, message: known.message, ...fault }];
    },
  );
  const findings = [...bySchema, ...checkArchivo(archivo, { ...options, ledger })];
  return {
    archivo,
    xml,
    sha256: sha256Hex(xml),
    ledger,
    references,
    findings,
    schema,
    preview: previewOf(archivo, pack, ledger),
    fileable: findings.every(({ action }) => action !== 'reject'),
  };
}
