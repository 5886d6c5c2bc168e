import { type CalendarDate, civilDate, type Instant } from '../../../../kernel/instant.ts';
import { type Catalogues, entryForSymbol } from '../catalogues.ts';
import { type DatedParameters, findParameter } from '../dated-parameters.ts';
import type { LossyEntry } from '../lossy-ledger.ts';
import { type TreePlace, walkTree } from '../xml-layout.ts';
import {
  type ActivoVirtual,
  type Archivo,
  AVI_LAYOUT,
  type Aviso,
  type DetalleOperaciones,
  type Informe,
  type PersonaCuenta,
} from './avi-layout.ts';
import { MEXICO_CITY, monthEnd } from './aviso-dates.ts';

/** What a numbered rule may look at. `ledger` is empty for a file that we did not map ourselves. */
export interface CheckContext {
  readonly archivo: Archivo;
  readonly places: readonly TreePlace[];
  readonly ledger: readonly LossyEntry[];
  readonly catalogues: Catalogues;
  readonly parameters: DatedParameters;
  readonly now: Instant;
  /** `referencia_aviso` of avisos that were filed before. */
  readonly filedReferences: ReadonlySet<string>;
}

/** Where a rule is broken, and by what. */
export interface Fault {
  readonly path: string;
  readonly value?: string;
}

export type Check = (context: CheckContext) => Iterable<Fault>;

/** The day it is in Mexico City. */
export const today = ({ now }: CheckContext): CalendarDate => civilDate(now, MEXICO_CITY);

/** The authority's code for a word of ours in the month of an aviso; undefined when nothing says. */
export function codeInMonth(
  { catalogues, parameters }: CheckContext,
  month: string,
  catalogue: string,
  symbol: string,
): string | undefined {
  const date = monthEnd(month);
  if (date === undefined) return undefined;
  const entry = entryForSymbol(catalogues, catalogue, symbol, date);
  return entry?.code ?? findParameter(parameters, `mx.avi.code.${catalogue}.${symbol}`, date)?.value;
}

export const placesOf = (archivo: Archivo): TreePlace[] => [...walkTree(AVI_LAYOUT, archivo)];

/** Leaves with one of these element names. */
export const leavesNamed = (context: CheckContext, ...names: readonly string[]): TreePlace[] =>
  context.places.filter((place) => place.value !== undefined && names.includes(place.name));

/** Leaves with one of these text formats. */
export const leavesOf = (context: CheckContext, ...formats: readonly string[]): TreePlace[] =>
  context.places.filter(({ shape }) => shape.kind === 'text' && formats.includes(shape.format));

export const faultAt = ({ path, value }: TreePlace): Fault => ({
  path,
  ...(value === undefined || value === '' ? {} : { value }),
});

export interface AvisoPlace {
  readonly path: string;
  readonly informe: Informe;
  readonly aviso: Aviso;
}

export function avisosOf({ archivo }: CheckContext): AvisoPlace[] {
  return archivo.informe.flatMap((informe, month) =>
    informe.aviso.map((aviso, index) => ({
      path: `/archivo/informe[${month + 1}]/aviso[${index + 1}]`,
      informe,
      aviso,
    })),
  );
}

/** A natural person anywhere in an aviso: the client, a representative, a beneficial owner. */
export interface PersonPlace {
  readonly path: string;
  readonly nombre: string;
  readonly apellido_paterno: string;
  readonly apellido_materno: string;
  readonly fecha_nacimiento?: string;
  readonly rfc?: string;
  readonly curp?: string;
  readonly pais_nacionalidad?: string;
}

interface OrganizationPlace {
  readonly path: string;
  readonly fecha_constitucion?: string;
  readonly rfc?: string;
  readonly pais_nacionalidad?: string;
}

interface Parties {
  readonly persons: PersonPlace[];
  readonly organizations: OrganizationPlace[];
}

function ownerParties({ path, aviso }: AvisoPlace): Parties {
  const parties: Parties = { persons: [], organizations: [] };
  for (const [index, { tipo_persona: kind }] of aviso.operaciones_persona.dueno_beneficiario.entries()) {
    const at = `${path}/operaciones_persona/dueno_beneficiario[${index + 1}]/tipo_persona`;
    if (kind.persona_fisica) parties.persons.push({ path: `${at}/persona_fisica`, ...kind.persona_fisica });
    if (kind.persona_moral)
      parties.organizations.push({ path: `${at}/persona_moral`, ...kind.persona_moral });
  }
  return parties;
}

function clientParties({ path, aviso }: AvisoPlace): Parties {
  const parties: Parties = { persons: [], organizations: [] };
  const { tipo_persona: kind } = aviso.operaciones_persona.persona_aviso;
  const at = `${path}/operaciones_persona/persona_aviso/tipo_persona`;
  if (kind.persona_fisica) parties.persons.push({ path: `${at}/persona_fisica`, ...kind.persona_fisica });
  if (kind.persona_moral) {
    const moral = kind.persona_moral;
    parties.organizations.push({ path: `${at}/persona_moral`, ...moral });
    parties.persons.push({
      path: `${at}/persona_moral/representante_apoderado`,
      ...moral.representante_apoderado,
    });
  }
  if (kind.fideicomiso) {
    parties.persons.push({
      path: `${at}/fideicomiso/apoderado_delegado`,
      ...kind.fideicomiso.apoderado_delegado,
    });
  }
  return parties;
}

export const personsIn = (place: AvisoPlace): PersonPlace[] => [
  ...clientParties(place).persons,
  ...ownerParties(place).persons,
];

export const personsOf = (context: CheckContext): PersonPlace[] => avisosOf(context).flatMap(personsIn);

export const organizationsOf = (context: CheckContext): OrganizationPlace[] =>
  avisosOf(context).flatMap((place) => [
    ...clientParties(place).organizations,
    ...ownerParties(place).organizations,
  ]);

/** One virtual asset of an operation. `moneda` is the currency's code when `value` need not be in pesos. */
export interface LegPlace {
  readonly path: string;
  readonly asset: ActivoVirtual;
  readonly value: string;
  readonly moneda?: string;
}

export interface OperationPlace {
  readonly path: string;
  readonly kind: string;
  readonly time: string;
  readonly legs: readonly LegPlace[];
  readonly hash?: string;
  /** The operation's value in its currency: the sent leg's for an exchange. */
  readonly value: string;
  readonly moneda?: string;
  /** The Mexican bank account on the other side of a deposit or withdrawal. */
  readonly bank?: BankPlace;
  /** Everything that is filed of it, for comparison. */
  readonly tree: object;
}

interface BankPlace {
  readonly path: string;
  readonly clabe: string;
  readonly institution: string;
}

function* tradesOf(at: string, detalle: DetalleOperaciones): Generator<OperationPlace> {
  const trades = [
    ...(detalle.operaciones_compra?.compra ?? []).map((each, n) => ['compra', n, each] as const),
    ...(detalle.operaciones_venta?.venta ?? []).map((each, n) => ['venta', n, each] as const),
  ];
  for (const [kind, index, tree] of trades) {
    const path = `${at}/operaciones_${kind}/${kind}[${index + 1}]`;
    const { monto_operacion: value, moneda_operacion: moneda, hash_operacion: hash } = tree;
    const legs = [{ path: `${path}/activo_virtual`, asset: tree.activo_virtual, value, moneda }];
    yield { path, kind, time: tree.fecha_hora_operacion, legs, hash, value, moneda, tree };
  }
}

function* exchangesOf(at: string, detalle: DetalleOperaciones): Generator<OperationPlace> {
  for (const [index, tree] of (detalle.operaciones_intercambio?.intercambio ?? []).entries()) {
    const path = `${at}/operaciones_intercambio/intercambio[${index + 1}]`;
    const legs = (['activo_virtual_enviado', 'activo_virtual_recibido'] as const).map((side) => ({
      path: `${path}/${side}/activo_virtual`,
      asset: tree[side].activo_virtual,
      value: tree[side].monto_operacion_mn,
    }));
    const value = tree.activo_virtual_enviado.monto_operacion_mn;
    yield {
      path,
      kind: 'intercambio',
      time: tree.fecha_hora_operacion,
      legs,
      hash: tree.hash_operacion,
      value,
      tree,
    };
  }
}

function* transfersOf(at: string, detalle: DetalleOperaciones): Generator<OperationPlace> {
  const { transferencias_enviadas: sent, transferencias_recibidas: received } =
    detalle.operaciones_transferencia ?? {};
  const transfers = [
    ...(sent?.envio ?? []).map((each, n) => ['transferencias_enviadas', 'envio', n, each] as const),
    ...(received?.recepcion ?? []).map(
      (each, n) => ['transferencias_recibidas', 'recepcion', n, each] as const,
    ),
  ];
  for (const [groupName, kind, index, tree] of transfers) {
    const path = `${at}/operaciones_transferencia/${groupName}/${kind}[${index + 1}]`;
    const { monto_operacion_mn: value, hash_operacion: hash } = tree;
    const legs = [{ path: `${path}/activo_virtual`, asset: tree.activo_virtual, value }];
    yield { path, kind, time: tree.fecha_hora_operacion, legs, hash, value, tree };
  }
}

function bankOf(at: string, { nacionalidad_cuenta }: PersonaCuenta): { bank?: BankPlace } {
  const { nacional } = nacionalidad_cuenta;
  if (nacional === undefined) return {};
  const path = `${at}/nacionalidad_cuenta/nacional`;
  return {
    bank: { path, clabe: nacional.clabe_destino, institution: nacional.clave_institucion_financiera },
  };
}

function* fundsOf(at: string, detalle: DetalleOperaciones): Generator<OperationPlace> {
  const { fondos_retirados: out, fondos_depositados: back } = detalle.operaciones_fondos ?? {};
  const funds = [
    ...(out?.retiro ?? []).map(
      (each, n) =>
        ['fondos_retirados', 'retiro', n, each, 'datos_beneficiario', each.datos_beneficiario] as const,
    ),
    ...(back?.deposito ?? []).map(
      (each, n) =>
        ['fondos_depositados', 'deposito', n, each, 'datos_ordenante', each.datos_ordenante] as const,
    ),
  ];
  for (const [groupName, kind, index, tree, side, party] of funds) {
    const path = `${at}/operaciones_fondos/${groupName}/${kind}[${index + 1}]`;
    const { monto_operacion: value, moneda_operacion: moneda } = tree;
    const bank = bankOf(`${path}/${side}`, party);
    yield { path, kind, time: tree.fecha_hora_operacion, legs: [], value, moneda, ...bank, tree };
  }
}

/** All operations of one aviso, in the order they are written. */
export function operationsIn({ path, aviso }: AvisoPlace): OperationPlace[] {
  const at = `${path}/operaciones_persona/detalle_operaciones`;
  const detalle = aviso.operaciones_persona.detalle_operaciones;
  return [
    ...tradesOf(at, detalle),
    ...exchangesOf(at, detalle),
    ...transfersOf(at, detalle),
    ...fundsOf(at, detalle),
  ];
}

export const operationsOf = (context: CheckContext): OperationPlace[] =>
  avisosOf(context).flatMap(operationsIn);
