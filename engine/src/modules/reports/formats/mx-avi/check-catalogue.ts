import { isCountry } from '@atalaya/contract/countries.ts';
import { entryForSymbol, entryOf, isImported } from '../catalogues.ts';
import type { TreePlace } from '../xml-layout.ts';
import { fitsFormat } from './avi-formats.ts';
import { monthEnd } from './aviso-dates.ts';
import {
  avisosOf,
  type Check,
  type CheckContext,
  type Fault,
  faultAt,
  leavesOf,
  operationsIn,
} from './check-context.ts';

/** Which catalogue the code of a text format is from. `actividad` is two catalogues, told apart by the element. */
const CATALOGUE_OF_FORMAT: Readonly<Record<string, string>> = {
  tipo_alerta: 'tipo_alerta',
  moneda: 'moneda',
  activo: 'activo_virtual',
  instrumento: 'instrumento_monetario',
  tipo_identificacion: 'tipo_identificacion',
  institucion: 'institucion_financiera',
};

function catalogueOf({ name, shape }: TreePlace): string | undefined {
  if (shape.kind !== 'text') return undefined;
  return shape.format === 'actividad' ? name : CATALOGUE_OF_FORMAT[shape.format];
}

const isCode = ({ shape, value = '' }: TreePlace): boolean =>
  shape.kind === 'text' && fitsFormat(shape.format, value);

/** The day by which a code of this place is looked up: the last of the month its informe reports. */
function dateOfPlace({ archivo }: CheckContext, { path }: TreePlace) {
  const index = Number(/^\/archivo\/informe\[(\d+)\]/.exec(path)?.[1] ?? 1) - 1;
  return monthEnd(archivo.informe[index]?.mes_reportado ?? '');
}

const notInCatalogue =
  (catalogue: string): Check =>
  (context) => {
    if (!isImported(context.catalogues, catalogue)) return [];
    return context.places
      .filter((place) => catalogueOf(place) === catalogue && isCode(place))
      .filter((place) => {
        const date = dateOfPlace(context, place);
        return (
          date !== undefined && entryOf(context.catalogues, catalogue, place.value ?? '', date) === undefined
        );
      })
      .map(faultAt);
  };

/** One fault for each catalogue that is used and was never imported, at its first use. */
function* notImported(context: CheckContext): Generator<Fault> {
  const told = new Set<string>();
  for (const place of context.places) {
    const catalogue = catalogueOf(place);
    if (catalogue === undefined || told.has(catalogue) || !isCode(place)) continue;
    if (isImported(context.catalogues, catalogue)) continue;
    told.add(catalogue);
    yield { path: place.path, value: catalogue };
  }
}

/** SAT's list of countries decides where it was imported; ISO 3166-1 where it was not. */
const unknownCountries: Check = (context) =>
  leavesOf(context, 'pais')
    .filter(isCode)
    .filter((place) => {
      const date = dateOfPlace(context, place);
      if (date === undefined || !isImported(context.catalogues, 'pais')) return !isCountry(place.value ?? '');
      return entryOf(context.catalogues, 'pais', place.value ?? '', date) === undefined;
    })
    .map(faultAt);

/** Where the imported catalogue says which bank a CLABE's first digits are, the filed institution must be that one. */
function* otherBank(context: CheckContext): Generator<Fault> {
  for (const place of avisosOf(context)) {
    const date = monthEnd(place.informe.mes_reportado);
    for (const { bank } of operationsIn(place)) {
      if (bank === undefined || date === undefined) continue;
      const entry = entryForSymbol(
        context.catalogues,
        'institucion_financiera',
        bank.clabe.slice(0, 3),
        date,
      );
      if (entry === undefined || entry.code === bank.institution) continue;
      yield { path: `${bank.path}/clave_institucion_financiera`, value: bank.institution };
    }
  }
}

export const CATALOGUE_CHECKS: Readonly<Record<string, Check>> = {
  'AVI-136': otherBank,
  'AVI-201': notInCatalogue('tipo_alerta'),
  'AVI-202': notInCatalogue('moneda'),
  'AVI-203': notInCatalogue('activo_virtual'),
  'AVI-204': notInCatalogue('instrumento_monetario'),
  'AVI-205': notInCatalogue('actividad_economica'),
  'AVI-206': notInCatalogue('giro_mercantil'),
  'AVI-207': notInCatalogue('tipo_identificacion'),
  'AVI-208': notInCatalogue('institucion_financiera'),
  'AVI-209': unknownCountries,
  'AVI-210': notImported,
};
