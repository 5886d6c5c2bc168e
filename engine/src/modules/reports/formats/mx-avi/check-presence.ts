import type { TreePlace } from '../xml-layout.ts';
import {
  type AvisoPlace,
  avisosOf,
  type Check,
  type CheckContext,
  codeInMonth,
  type Fault,
  faultAt,
  leavesNamed,
  operationsIn,
  organizationsOf,
  personsOf,
} from './check-context.ts';

const isUrgent = ({ aviso }: AvisoPlace): boolean => aviso.prioridad === '2';
const isMandatory = ({ occurs, value }: TreePlace): boolean => occurs === 'once' && value !== undefined;

const NAMED_MANDATORY = {
  'AVI-002': ['clave_sujeto_obligado'],
  'AVI-003': ['dominio_plataforma'],
  'AVI-004': ['referencia_aviso'],
  'AVI-005': ['tipo_alerta'],
  'AVI-009': ['nombre', 'apellido_paterno', 'apellido_materno'],
  'AVI-010': ['tipo_identificacion', 'numero_identificacion'],
  'AVI-011': ['pais_nacionalidad'],
  'AVI-012': ['actividad_economica', 'giro_mercantil'],
  'AVI-020': ['folio_modificacion', 'descripcion_modificacion'],
  'AVI-021': ['hash_operacion'],
} as const;

const NAMED = new Set<string>(Object.values(NAMED_MANDATORY).flat());

const emptyLeaf =
  (names: readonly string[]): Check =>
  (context) =>
    leavesNamed(context, ...names)
      .filter((place) => isMandatory(place) && place.value?.trim() === '')
      .map(faultAt);

function* otherEmptyLeaves(context: CheckContext): Generator<Fault> {
  for (const place of context.places) {
    if (isMandatory(place) && !NAMED.has(place.name) && place.value?.trim() === '') yield faultAt(place);
  }
}

function* emptyDetail(context: CheckContext, urgent: boolean): Generator<Fault> {
  for (const place of avisosOf(context)) {
    if (isUrgent(place) !== urgent || operationsIn(place).length > 0) continue;
    yield { path: `${place.path}/operaciones_persona/detalle_operaciones` };
  }
}

function* brokenChoices({ places }: CheckContext): Generator<Fault> {
  for (const { path, shape, tree } of places) {
    if (shape.kind !== 'group' || !shape.choice) continue;
    const present = Object.keys(shape.members).filter((name) => Object.hasOwn(tree, name));
    if (present.length !== 1) yield { path, value: present.join(' + ') };
  }
}

/** A group of operations that is there and holds none: it says something happened and not what. */
function* emptyGroups({ places }: CheckContext): Generator<Fault> {
  for (const { path, name, shape, tree } of places) {
    if (shape.kind !== 'group' || shape.choice || name === 'detalle_operaciones') continue;
    const ofOperations = /^(?:operaciones_(?!persona)|transferencias_|fondos_)/.test(name);
    const filled = Object.values(tree).some((value) => !Array.isArray(value) || value.length > 0);
    if (ofOperations && !filled) yield { path };
  }
}

function* withoutFoundingDate(context: CheckContext): Generator<Fault> {
  for (const { path, fecha_nacimiento } of personsOf(context)) {
    if (fecha_nacimiento === undefined) yield { path: `${path}/fecha_nacimiento` };
  }
  for (const { path, fecha_constitucion } of organizationsOf(context)) {
    if (fecha_constitucion === undefined) yield { path: `${path}/fecha_constitucion` };
  }
}

function* mexicansWithoutNumber(context: CheckContext): Generator<Fault> {
  for (const person of personsOf(context)) {
    const unnumbered = person.rfc === undefined && person.curp === undefined;
    if (person.pais_nacionalidad === 'MX' && unnumbered) yield { path: `${person.path}/rfc` };
  }
  for (const { path, rfc, pais_nacionalidad } of organizationsOf(context)) {
    if (pais_nacionalidad === 'MX' && rfc === undefined) yield { path: `${path}/rfc` };
  }
}

const withoutPart =
  (name: 'tipo_domicilio' | 'telefono'): Check =>
  (context) =>
    avisosOf(context)
      .filter(({ aviso }) => aviso.operaciones_persona.persona_aviso[name] === undefined)
      .map(({ path }) => ({ path: `${path}/operaciones_persona/persona_aviso/${name}` }));

function* withoutNarrative(context: CheckContext, applies: (place: AvisoPlace) => boolean): Generator<Fault> {
  for (const place of avisosOf(context)) {
    const described = (place.aviso.alerta.descripcion_alerta ?? '').trim() !== '';
    if (applies(place) && !described) yield { path: `${place.path}/alerta/descripcion_alerta` };
  }
}

function otherAlert(context: CheckContext): Iterable<Fault> {
  return withoutNarrative(context, ({ aviso, informe }) => {
    const other = codeInMonth(context, informe.mes_reportado, 'tipo_alerta', 'other');
    return other !== undefined && aviso.alerta.tipo_alerta === other;
  });
}

function* withoutOwner(context: CheckContext): Generator<Fault> {
  for (const { path, aviso } of avisosOf(context)) {
    const { persona_aviso, dueno_beneficiario } = aviso.operaciones_persona;
    const natural = persona_aviso.tipo_persona.persona_fisica !== undefined;
    if (!natural && dueno_beneficiario.length === 0)
      yield { path: `${path}/operaciones_persona/dueno_beneficiario` };
  }
}

function* unnamedOtherAsset(context: CheckContext): Generator<Fault> {
  for (const place of avisosOf(context)) {
    const other = codeInMonth(context, place.informe.mes_reportado, 'activo_virtual', 'other');
    for (const { path, asset } of operationsIn(place).flatMap(({ legs }) => legs)) {
      const named = (asset.descripcion_activo_virtual ?? '').trim() !== '';
      if (asset.activo_virtual_operado === other && !named)
        yield { path: `${path}/descripcion_activo_virtual` };
    }
  }
}

export const PRESENCE_CHECKS: Readonly<Record<string, Check>> = {
  'AVI-001': ({ archivo }) => (archivo.informe.length === 0 ? [{ path: '/archivo' }] : []),
  ...Object.fromEntries(Object.entries(NAMED_MANDATORY).map(([id, names]) => [id, emptyLeaf(names)])),
  'AVI-006': (context) => emptyDetail(context, false),
  'AVI-007': (context) => emptyDetail(context, true),
  'AVI-008': brokenChoices,
  'AVI-013': withoutFoundingDate,
  'AVI-014': mexicansWithoutNumber,
  'AVI-015': withoutPart('tipo_domicilio'),
  'AVI-016': withoutPart('telefono'),
  'AVI-017': otherAlert,
  'AVI-018': (context) => withoutNarrative(context, isUrgent),
  'AVI-019': withoutOwner,
  'AVI-022': unnamedOtherAsset,
  'AVI-023': otherEmptyLeaves,
  'AVI-024': emptyGroups,
};
