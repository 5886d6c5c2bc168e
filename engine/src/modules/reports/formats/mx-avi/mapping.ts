import type { CalendarDate } from '../../../../kernel/instant.ts';
import { type Catalogues, entryForSymbol } from '../catalogues.ts';
import { findParameter, parameterAt } from '../dated-parameters.ts';
import type { Converted, LossyLedger } from '../lossy-ledger.ts';
import { TEXT_FORMS } from './avi-formats.ts';
import type { AviPack } from './avi-pack.ts';
import { convertText, L } from './conversions.ts';

/** What every part of the mapper needs. `date`: last day of the reported month, by which defaults are looked up. */
export interface Mapping {
  readonly pack: AviPack;
  readonly catalogues: Catalogues;
  readonly ledger: LossyLedger;
  readonly date: CalendarDate;
}

/** The authority's code for a word of ours: from the imported catalogue, from our dated defaults, or none. */
export function codeFor(mapping: Mapping, catalogue: string, symbol: string): string | undefined {
  const entry = entryForSymbol(mapping.catalogues, catalogue, symbol, mapping.date);
  if (entry !== undefined) return entry.code;
  return findParameter(mapping.pack.parameters, `mx.avi.code.${catalogue}.${symbol}`, mapping.date)?.value;
}

/** A code that must be there: the code of a word of ours, a code given as such, or empty with AVI-L27 in the ledger. */
export function fileCode(mapping: Mapping, path: string, catalogue: string, given: string): string {
  const code = codeFor(mapping, catalogue, given);
  if (code !== undefined) return code;
  if (/^\d+$/.test(given) || given === '') return given;
  return mapping.ledger.record(path, given, { filed: '', rules: [L.noCode] });
}

export const fileText = (
  mapping: Mapping,
  path: string,
  original: string,
  form: keyof typeof TEXT_FORMS,
): string => mapping.ledger.record(path, original, convertText(original, TEXT_FORMS[form]));

export const fileConverted = (
  mapping: Mapping,
  path: string,
  original: string,
  convert: (original: string) => Converted,
): string => mapping.ledger.record(path, original, convert(original));

/** A value for which the format has no element, or none that can hold it. */
export function omit(mapping: Mapping, path: string, original: string | undefined, rule: string): void {
  if (original !== undefined && original !== '')
    mapping.ledger.record(path, original, { filed: '', rules: [rule] });
}

/** Our stand-in for a mandatory element of which nothing is known, always in the ledger. */
export function fileFiller(mapping: Mapping, path: string, key: string, rule: string): string {
  const { value } = parameterAt(mapping.pack.parameters, `mx.avi.filler.${key}`, mapping.date);
  return mapping.ledger.record(path, '', { filed: value, rules: [rule] });
}

/** `2026-03-01` as `20260301`: the same day, so nothing for the ledger. */
export const compactDate = (date: CalendarDate): string => date.replaceAll('-', '');
