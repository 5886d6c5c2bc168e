import type { TextForm } from './conversions.ts';

/** What the text of an element must look like. `rule` is the numbered rule that says so when it does not. */
export interface TextFormat {
  readonly rule: string;
  readonly pattern: RegExp;
}

const DATE =
  '(?:(?:0[469]|11)(?:0[1-9]|[12]\\d|30)|02(?:0[1-9]|[12]\\d)|(?:0[13578]|1[02])(?:0[1-9]|[12]\\d|3[01]))';
const RFC_TAIL = `\\d{2}${DATE}[A-Z0-9]{3}`;
const TIME = '(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d';

const format = (rule: string, pattern: string): TextFormat => ({
  rule,
  pattern: new RegExp(`^(?:${pattern})$`, 'u'),
});

/**
 * The text formats of avi-layout.ts by name, as strict as SAT's schema and no stricter: a day that does not exist and
 * the `|` that the CURP's sex may be by mistake pass here, and have rules of their own (AVI-074 to AVI-077).
 */
export const AVI_FORMATS: Readonly<Record<string, TextFormat>> = {
  mes: format('AVI-030', '[2-9]\\d{3}(?:0[1-9]|1[0-2])'),
  clave_sujeto_obligado: format('AVI-031', `[A-ZÑ&]{3,4}${RFC_TAIL}`),
  clave_entidad_colegiada: format('AVI-032', `[A-ZÑ&]{3}${RFC_TAIL}`),
  clave_actividad: format('AVI-033', 'AVI'),
  exento: format('AVI-034', '1'),
  dominio: format('AVI-035', '[A-Z\\d][A-Z\\d\\-]{0,98}[A-Z\\d]'),
  referencia: format('AVI-036', '[A-ZÑ\\d]{1,14}'),
  prioridad: format('AVI-037', '[12]'),
  folio: format('AVI-038', '[2-9]\\d{3}-[1-9]\\d{0,8}'),
  descripcion: format('AVI-039', "[A-ZÑ\\d'$\\-][A-ZÑ\\d ,.:\\/'$\\-]{0,2999}"),
  tipo_alerta: format('AVI-040', '[1-9]\\d{2,3}'),
  id_usuario: format('AVI-041', '[A-Z\\d\\-_]{1,30}'),
  cuenta: format('AVI-042', '[A-Z\\d]{1,100}'),
  clabe: format('AVI-043', '\\d{18}'),
  moneda: format('AVI-044', '[1-9]\\d{0,2}'),
  nombre: format('AVI-045', '[A-ZÑ][A-ZÑ ]{0,199}'),
  fecha: format('AVI-046', `[1-9]\\d{3}${DATE}`),
  rfc_fisica: format('AVI-047', `[A-ZÑ&]{4}${RFC_TAIL}`),
  rfc_moral: format('AVI-048', `[A-ZÑ&]{3}${RFC_TAIL}`),
  curp: format('AVI-049', `[A-Z]{4}\\d{2}${DATE}[MH|][A-Z]{5}[A-Z0-9]{2}`),
  pais: format('AVI-050', '[A-Z]{2}'),
  actividad: format('AVI-051', '[1-9]\\d{6}'),
  tipo_identificacion: format('AVI-052', '[1-9]\\d{0,2}'),
  numero_identificacion: format('AVI-053', '[A-ZÑ\\d][A-ZÑ\\d \\-]{0,29}'),
  denominacion: format('AVI-054', "[A-ZÑ\\d#\\-.&,_@'][A-ZÑ\\d #\\-.&,_@']{0,253}"),
  identificador_fideicomiso: format('AVI-055', "[A-ZÑ\\d#\\-&_@'][A-ZÑ\\d #\\-.&,_@']{0,39}"),
  colonia: format('AVI-056', '[A-ZÑ\\d\\/\\-()][A-ZÑ\\d ,.:\\/\\-()]{0,99}'),
  direccion: format('AVI-057', '[A-ZÑ\\d][A-ZÑ\\d ,.:\\/]{0,99}'),
  numero_exterior: format('AVI-058', '[A-ZÑ\\d][A-ZÑ\\d ,.:\\/\\-]{0,55}'),
  numero_interior: format('AVI-059', '[A-ZÑ\\d\\-][A-ZÑ\\d ,.:\\/\\-]{0,39}'),
  codigo_postal: format('AVI-060', '\\d{5}'),
  codigo_postal_extranjero: format('AVI-061', '[A-ZÑ\\d]{4,12}'),
  telefono: format('AVI-062', '\\d{10}|\\d{12}'),
  correo: format('AVI-063', "(?=.{5,60}$)[A-Z\\d._'\\-]+@[A-Z\\d_'\\-]+\\.[A-Z\\d._'\\-]+"),
  fecha_hora: format('AVI-064', `[2-9]\\d{3}${DATE}${TIME}`),
  monto: format('AVI-065', '\\d{1,14}\\.\\d{2}'),
  activo: format('AVI-066', '(?!1000$)[1-9]\\d{3,5}'),
  descripcion_activo: format('AVI-067', "[A-ZÑ\\d$\\-][A-ZÑ\\d ,.:\\/'$\\-]{0,99}"),
  cantidad: format('AVI-068', '\\d{1,14}\\.\\d{2,10}'),
  hash: format('AVI-069', '[A-Z0-9]{1,2000}'),
  instrumento: format('AVI-070', '[1-9]\\d?'),
  institucion: format('AVI-071', '(?!100$)[1-9]\\d{2,4}'),
  numero_cuenta: format('AVI-072', '[A-Z\\d]{1,30}'),
  nombre_banco: format('AVI-073', "[A-ZÑ\\d#\\-.&,_@'][A-ZÑ\\d #\\-.&,_@']{0,99}"),
};

export const fitsFormat = (name: string, value: string): boolean =>
  AVI_FORMATS[name]?.pattern.test(value) ?? false;

/** Signs written out in a description; parentheses, quotes and the rest follow the nearest sign that may be filed. */
const SIGNS_WRITTEN_OUT: ReadonlyMap<string, string> = new Map([
  ['@', ' ARROBA '],
  ['&', ' Y '],
  ['%', ' POR CIENTO '],
  ['#', ' NUM '],
  ['+', ' MAS '],
  ['=', ' IGUAL A '],
  ['>', ' MAYOR QUE '],
  ['<', ' MENOR QUE '],
  ['(', '- '],
  [')', ' -'],
  ['[', '- '],
  [']', ' -'],
  [';', ','],
  ['"', "'"],
  ['`', "'"],
  ['_', '-'],
  ['|', '/'],
  ['\\', '/'],
]);

const HYPHEN_TO_SPACE: ReadonlyMap<string, string> = new Map([
  ['-', ' '],
  ['/', ' '],
  [',', ' '],
]);

const NUMBER_SIGN_OFF: ReadonlyMap<string, string> = new Map([['#', '']]);

const form = (
  first: RegExp,
  rest: RegExp,
  length_max: number,
  instead?: ReadonlyMap<string, string>,
): TextForm => ({
  first,
  rest,
  length_max,
  ...(instead === undefined ? {} : { instead }),
});

/** How free text is brought into a format (see convertText). Identifying numbers are never cut, so they have no end. */
export const TEXT_FORMS = {
  nombre: form(/[A-ZÑ]/u, /[A-ZÑ ]/u, 200, HYPHEN_TO_SPACE),
  denominacion: form(/[A-ZÑ\d#\-.&,_@']/u, /[A-ZÑ\d #\-.&,_@']/u, 254),
  identificador_fideicomiso: form(/[A-ZÑ\d#\-&_@']/u, /[A-ZÑ\d #\-.&,_@']/u, Number.MAX_SAFE_INTEGER),
  descripcion: form(/[A-ZÑ\d'$-]/u, /[A-ZÑ\d ,.:/'$-]/u, 3000, SIGNS_WRITTEN_OUT),
  numero_identificacion: form(/[A-ZÑ\d]/u, /[A-ZÑ\d -]/u, Number.MAX_SAFE_INTEGER),
  colonia: form(/[A-ZÑ\d/\-()]/u, /[A-ZÑ\d ,.:/\-()]/u, 100),
  direccion: form(/[A-ZÑ\d]/u, /[A-ZÑ\d ,.:/]/u, 100, new Map([['-', ' ']])),
  numero_exterior: form(/[A-ZÑ\d]/u, /[A-ZÑ\d ,.:/-]/u, 56, NUMBER_SIGN_OFF),
  numero_interior: form(/[A-ZÑ\d-]/u, /[A-ZÑ\d ,.:/-]/u, 40, NUMBER_SIGN_OFF),
  descripcion_activo: form(/[A-ZÑ\d$-]/u, /[A-ZÑ\d ,.:/'$-]/u, 100),
  nombre_banco: form(/[A-ZÑ\d#\-.&,_@']/u, /[A-ZÑ\d #\-.&,_@']/u, 100),
} as const satisfies Readonly<Record<string, TextForm>>;
