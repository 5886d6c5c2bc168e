import { AVI_FORMATS } from './avi-formats.ts';
import { dateOfCompact, dayOfTime } from './aviso-dates.ts';
import {
  type Check,
  type CheckContext,
  type Fault,
  faultAt,
  leavesNamed,
  leavesOf,
  personsOf,
} from './check-context.ts';
import {
  clabeChecks,
  curpBirthDate,
  curpChecks,
  curpEntityExists,
  curpSex,
  GENERIC_RFCS,
  rfcChecks,
  rfcDate,
} from './identifiers.ts';

const RFC_FORMATS = ['rfc_fisica', 'rfc_moral', 'clave_sujeto_obligado', 'clave_entidad_colegiada'] as const;

/** Leaves of these formats whose text has the right form and fails a further test. */
const failing =
  (formats: readonly string[], passes: (value: string) => boolean): Check =>
  (context) =>
    leavesOf(context, ...formats)
      .filter(({ shape, value = '' }) => {
        const wellFormed = shape.kind === 'text' && AVI_FORMATS[shape.format]?.pattern.test(value) === true;
        return wellFormed && !passes(value);
      })
      .map(faultAt);

/** A mandatory element that is empty is told by a presence rule, not here. */
const ofForm =
  (formatName: string): Check =>
  (context) =>
    leavesOf(context, formatName)
      .filter(({ occurs, value = '' }) => !(occurs === 'once' && value.trim() === ''))
      .filter(({ value = '' }) => AVI_FORMATS[formatName]?.pattern.test(value) !== true)
      .map(faultAt);

/** YYMMDD that is a day in the 1900s or the 2000s. */
const isShortDate = (text: string): boolean =>
  ['19', '20'].some((century) => dateOfCompact(`${century}${text}`) !== undefined);

function* impossibleNumberDates(context: CheckContext): Generator<Fault> {
  yield* failing(RFC_FORMATS, (rfc) => GENERIC_RFCS.has(rfc) || isShortDate(rfcDate(rfc)))(context);
  yield* failing(['curp'], (curp) => dateOfCompact(curpBirthDate(curp)) !== undefined)(context);
}

const PLACEHOLDERS = new Set([
  'X',
  'XX',
  'XXX',
  'XXXX',
  'NA',
  'N A',
  'NO APLICA',
  'NO IDENTIFICADO',
  'DESCONOCIDO',
  'SIN NOMBRE',
  'PRUEBA',
  'TEST',
]);

function* placeholderNames(context: CheckContext): Generator<Fault> {
  for (const person of personsOf(context)) {
    for (const part of ['nombre', 'apellido_paterno'] as const) {
      if (PLACEHOLDERS.has(person[part])) yield { path: `${person.path}/${part}`, value: person[part] };
    }
  }
  for (const place of leavesNamed(context, 'denominacion_razon')) {
    if (PLACEHOLDERS.has(place.value ?? '')) yield faultAt(place);
  }
}

const isDayOfTime = (value: string): boolean => dayOfTime(value) !== undefined;

export const CONTENT_CHECKS: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(Object.entries(AVI_FORMATS).map(([name, { rule }]) => [rule, ofForm(name)])),
  'AVI-074': failing(['fecha'], (date) => dateOfCompact(date) !== undefined),
  'AVI-075': failing(['curp'], (curp) => 'HM'.includes(curpSex(curp))),
  'AVI-076': failing(['fecha_hora'], isDayOfTime),
  'AVI-077': impossibleNumberDates,
  'AVI-078': failing(['curp'], (curp) => !'HM'.includes(curpSex(curp)) || curpChecks(curp)),
  'AVI-079': failing(['curp'], curpEntityExists),
  'AVI-080': failing(RFC_FORMATS, rfcChecks),
  'AVI-081': failing(['clabe'], clabeChecks),
  'AVI-082': failing(RFC_FORMATS, (rfc) => !GENERIC_RFCS.has(rfc)),
  'AVI-083': placeholderNames,
};
