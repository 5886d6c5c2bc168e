import { fitsFormat } from '../mx-avi/avi-formats.ts';
import { type Archivo, AVI_LAYOUT } from '../mx-avi/avi-layout.ts';
import { placesOf } from '../mx-avi/check-context.ts';
import type { TreePlace } from '../xml-layout.ts';
import { writeTree } from '../xml-writer.ts';
import { editTree, type TreeEdits } from './edit-tree.ts';
import type { Random } from './random.ts';

/** A valid file with one thing wrong. `path`: where, or the element around it; `rule`: the one that must say so. */
export interface Mutant {
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly rule?: string;
}

/** Answers undefined where the file has nothing of the kind to spoil. */
export type Mutation = (archivo: Archivo, random: Random) => Mutant | undefined;

const write = (archivo: Archivo): string => new TextDecoder().decode(writeTree(AVI_LAYOUT, archivo));
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const leavesIn = (archivo: Archivo): TreePlace[] =>
  placesOf(archivo).filter(({ value }) => value !== undefined);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

function edited(archivo: Archivo, what: string, rule: string, path: string, edits: TreeEdits): Mutant {
  return { what, rule, path, bytes: writeTree(AVI_LAYOUT, editTree(archivo, edits)) };
}

/** Puts a value in the place of a leaf of this name that is as `where` asks. */
const spoil =
  (
    rule: string,
    name: string,
    change: (value: string, random: Random) => string,
    where: (place: TreePlace, archivo: Archivo) => boolean = () => true,
  ): Mutation =>
  (archivo, random) => {
    const leaves = leavesIn(archivo).filter((place) => place.name === name && where(place, archivo));
    if (leaves.length === 0) return undefined;
    const { path, value = '' } = random.pick(leaves);
    const spoilt = change(value, random);
    return edited(archivo, `${name} ${value} -> ${spoilt}`, rule, path, { set: { [path]: spoilt } });
  };

const otherDigit = (value: string, at: number): string =>
  value.slice(0, at) + String((Number(value.charAt(at)) + 1) % 10) + value.slice(at + 1);

const monthAfter = (value: string): string => `${Number(value.slice(0, 4)) + 1}${value.slice(4)}`;

/** A birth date that the CURP beside it does not carry; which of the two is wrong nobody can say from the file. */
const birthBesideCurp: Mutation = (archivo, random) => {
  const mutant = spoil('AVI-112', 'fecha_nacimiento', monthAfter, hasCurp)(archivo, random);
  return mutant === undefined ? undefined : { ...mutant, path: parentOf(mutant.path) };
};

const hasCurp = ({ path }: TreePlace, archivo: Archivo): boolean =>
  leavesIn(archivo).some((place) => place.path === `${parentOf(path)}/curp`);

const aboveZero = ({ value = '' }: TreePlace): boolean => Number(value) > 1;

const inPesos = (place: TreePlace, archivo: Archivo): boolean => {
  const operation = parentOf(parentOf(place.path));
  const currency = leavesIn(archivo).find(({ path }) => path === `${operation}/moneda_operacion`);
  return aboveZero(place) && (currency === undefined || currency.value === '1');
};

const emptyDetail: Mutation = (archivo) => {
  const path = '/archivo/informe[1]/aviso[1]/operaciones_persona/detalle_operaciones';
  if (archivo.informe[0]?.aviso[0]?.prioridad !== '1') return undefined;
  return edited(archivo, 'empty detalle_operaciones', 'AVI-006', path, { set: { [path]: {} } });
};

const sameReference: Mutation = (archivo) => {
  const count = archivo.informe[0]?.aviso.length ?? 0;
  const copy = `/archivo/informe[1]/aviso[${count + 1}]`;
  return edited(archivo, 'an aviso twice', 'AVI-101', `${copy}/referencia_aviso`, {
    copy: { '/archivo/informe[1]/aviso[1]': copy },
  });
};

const SPOILERS: readonly ((value: string) => string)[] = [
  (value) => value.toLowerCase(),
  (value) => `${value}@;`,
  (value) => ` ${value}`,
  (value) => `Á${value}`,
  (value) => value.padEnd(3001, '9'),
  () => '',
];

/** Any leaf, in a form its field does not take; caught by the schema and by the rule of the form alike. */
const wrongForm: Mutation = (archivo, random) => {
  const place = random.pick(leavesIn(archivo));
  const { path, value = '', shape } = place;
  const format = shape.kind === 'text' ? shape.format : '';
  const bad = SPOILERS.map((spoiler) => spoiler(value)).filter((text) => !fitsFormat(format, text));
  if (bad.length === 0) return undefined;
  const spoilt = random.pick(bad);
  const what = `${place.name} in the form ${JSON.stringify(spoilt.slice(0, 40))}`;
  return { what, path, bytes: writeTree(AVI_LAYOUT, editTree(archivo, { set: { [path]: spoilt } })) };
};

interface LeafLine {
  readonly lines: string[];
  readonly at: number;
  readonly place: TreePlace;
  readonly next: TreePlace | undefined;
}

/** Works on the line of one leaf: leaves stand one to a line, in the order of the tree. */
const onLine =
  (
    what: string,
    fits: (line: LeafLine) => boolean,
    change: (line: LeafLine) => readonly string[],
    path: (line: LeafLine) => string = ({ place }) => parentOf(place.path),
  ): Mutation =>
  (archivo, random) => {
    const lines = write(archivo).split('\n');
    const leaves = leavesIn(archivo);
    const numbers = lines.flatMap((line, index) =>
      /<\/.*>$/.test(line.trim()) && !/^\s*<\//.test(line) ? [index] : [],
    );
    const candidates = leaves
      .map((place, index): LeafLine => ({ lines, at: numbers[index] ?? 0, place, next: leaves[index + 1] }))
      .filter(fits);
    if (candidates.length === 0) return undefined;
    const chosen = random.pick(candidates);
    const bytes = encode([...lines.slice(0, chosen.at), ...change(chosen)].join('\n'));
    return { what: `${what}: ${chosen.place.name}`, bytes, path: path(chosen) };
  };

const restAfter = ({ lines, at }: LeafLine, count = 1): string[] => lines.slice(at + count);
const lineOf = ({ lines, at }: LeafLine): string => lines[at] ?? '';
const always = (): boolean => true;

const whole =
  (what: string, rule: string, change: (text: string, random: Random) => string | Uint8Array): Mutation =>
  (archivo, random) => {
    const changed = change(write(archivo), random);
    return { what, rule, path: '/archivo', bytes: typeof changed === 'string' ? encode(changed) : changed };
  };

/** What the schema cannot see, what it can, what is not the format, and what is not XML. */
export const MUTATIONS: readonly Mutation[] = [
  spoil('AVI-074', 'fecha_nacimiento', () => '19910229'),
  spoil('AVI-075', 'curp', (curp) => `${curp.slice(0, 10)}|${curp.slice(11)}`),
  spoil('AVI-078', 'curp', (curp) => otherDigit(curp, 17)),
  spoil('AVI-081', 'clabe_interbancaria', (clabe) => otherDigit(clabe, 17)),
  spoil('AVI-081', 'clabe_destino', (clabe) => otherDigit(clabe, 5)),
  emptyDetail,
  sameReference,
  spoil('AVI-104', 'fecha_hora_operacion', monthAfter),
  spoil('AVI-108', 'mes_reportado', () => '202701'),
  spoil('AVI-109', 'fecha_nacimiento', () => '18500101'),
  birthBesideCurp,
  spoil('AVI-118', 'tipo_cambio_mn', (rate) => `9${rate}`, inPesos),
  spoil('AVI-120', 'cantidad_activo_virtual', () => '0.0000000000'),
  spoil('AVI-121', 'monto_operacion', () => '0.00'),
  spoil('AVI-125', 'pais', () => 'MX'),
  spoil('AVI-201', 'tipo_alerta', () => '4104'),
  spoil('AVI-209', 'pais_nacionalidad', () => 'ZZ'),
  wrongForm,
  wrongForm,
  wrongForm,
  onLine(
    'left out',
    ({ place }) => place.occurs === 'once',
    (line) => restAfter(line),
  ),
  onLine('twice', always, (line) => [lineOf(line), lineOf(line), ...restAfter(line)]),
  onLine(
    'after its successor',
    ({ place, next }) => next !== undefined && parentOf(next.path) === parentOf(place.path),
    (line) => [line.lines[line.at + 1] ?? '', lineOf(line), ...restAfter(line, 2)],
  ),
  onLine('under another name', always, (line) => [
    lineOf(line).replaceAll(line.place.name, 'otro'),
    ...restAfter(line),
  ]),
  onLine('before an unknown element', always, (line) => [lineOf(line), '<nota>x</nota>', ...restAfter(line)]),
  onLine('before stray text', always, (line) => [lineOf(line), 'texto', ...restAfter(line)]),
  onLine(
    'with an attribute',
    always,
    (line) => [lineOf(line).replace(/>/, ' nota="x">'), ...restAfter(line)],
    ({ place }) => place.path,
  ),
  onLine(
    'with an element inside',
    always,
    (line) => [lineOf(line).replace(/>/, '><b/>'), ...restAfter(line)],
    ({ place }) => place.path,
  ),
  whole('cut short', 'AVI-X001', (text, random) => text.slice(0, random.whole(60, text.length - 20))),
  whole('a byte that is not UTF-8', 'AVI-X001', (text) =>
    Buffer.concat([encode(text.slice(0, 200)), Buffer.of(0xff), encode(text.slice(200))]),
  ),
  whole('a document type', 'AVI-X002', (text) =>
    text.replace('\n', '\n<!DOCTYPE archivo [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n'),
  ),
  whole('another namespace', 'AVI-X003', (text) => text.replace('recepcion/avi', 'recepcion/inm')),
];
