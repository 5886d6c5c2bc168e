import { isCurpOfDate, isCurpOfName } from '../../../customers/curp.ts';
import { parameterAt, wholeAt } from '../dated-parameters.ts';
import { fitsFormat } from './avi-formats.ts';
import { ageOn, dateOfCompact } from './aviso-dates.ts';
import {
  avisosOf,
  type Check,
  type CheckContext,
  type Fault,
  faultAt,
  leavesNamed,
  organizationsOf,
  type PersonPlace,
  personsOf,
  today,
} from './check-context.ts';
import { GENERIC_RFCS, rfcDate } from './identifiers.ts';
import { rfcLetters } from './name-letters.ts';

const AGE_MAX = 120;

const fillerOf = (context: CheckContext): string =>
  parameterAt(context.parameters, 'mx.avi.filler.apellido_materno', today(context)).value;

function* impossibleBirths(context: CheckContext): Generator<Fault> {
  for (const place of leavesNamed(context, 'fecha_nacimiento')) {
    const birth = dateOfCompact(place.value ?? '');
    if (birth === undefined) continue;
    const age = ageOn(birth, today(context));
    if (age < 0 || age > AGE_MAX) yield faultAt(place);
  }
}

function* minors(context: CheckContext): Generator<Fault> {
  const adult = wholeAt(context.parameters, 'mx.adult_age', today(context));
  for (const { path, fecha_nacimiento = '' } of personsOf(context)) {
    const birth = dateOfCompact(fecha_nacimiento);
    const age = birth === undefined ? adult : ageOn(birth, today(context));
    if (age >= 0 && age < adult) yield { path: `${path}/fecha_nacimiento`, value: fecha_nacimiento };
  }
}

function* foundedInFuture(context: CheckContext): Generator<Fault> {
  for (const place of leavesNamed(context, 'fecha_constitucion')) {
    const founded = dateOfCompact(place.value ?? '');
    if (founded !== undefined && founded > today(context)) yield faultAt(place);
  }
}

/** The person's RFC when it is one of their own and of the right form. */
function ownRfc({ rfc = '' }: PersonPlace): string | undefined {
  return fitsFormat('rfc_fisica', rfc) && !GENERIC_RFCS.has(rfc) ? rfc : undefined;
}

function ownCurp({ curp = '' }: PersonPlace): string | undefined {
  return fitsFormat('curp', curp) ? curp : undefined;
}

/** A check of each person that answers the element at fault, or undefined. */
const ofPersons =
  (at: 'rfc' | 'curp', differs: (person: PersonPlace, context: CheckContext) => string | undefined): Check =>
  (context) =>
    personsOf(context).flatMap((person) => {
      const value = differs(person, context);
      return value === undefined ? [] : [{ path: `${person.path}/${at}`, value }];
    });

const curpNotOfBirth = ofPersons('curp', (person) => {
  const curp = ownCurp(person);
  return curp !== undefined && !isCurpOfDate(curp, person.fecha_nacimiento) ? curp : undefined;
});

const rfcNotOfBirth = ofPersons('rfc', (person) => {
  const rfc = ownRfc(person);
  const birth = person.fecha_nacimiento;
  return rfc !== undefined && birth !== undefined && rfcDate(rfc) !== birth.slice(2) ? rfc : undefined;
});

const rfcNotOfName = ofPersons('rfc', (person, context) => {
  const rfc = ownRfc(person);
  return rfc !== undefined && rfc.slice(0, 4) !== rfcLetters(person, fillerOf(context)) ? rfc : undefined;
});

const curpNotOfName = ofPersons('curp', (person, context) => {
  const curp = ownCurp(person);
  const { nombre: given, apellido_paterno: paternal, apellido_materno } = person;
  const maternal = apellido_materno === fillerOf(context) ? undefined : apellido_materno;
  return curp !== undefined && !isCurpOfName(curp, { given, paternal, maternal }) ? curp : undefined;
});

const curpNotOfRfc = ofPersons('curp', (person) => {
  const curp = ownCurp(person);
  const rfc = ownRfc(person);
  return curp !== undefined && rfc !== undefined && curp.slice(4, 10) !== rfcDate(rfc) ? curp : undefined;
});

function* rfcNotOfFounding(context: CheckContext): Generator<Fault> {
  for (const { path, rfc = '', fecha_constitucion } of organizationsOf(context)) {
    if (fecha_constitucion === undefined || !fitsFormat('rfc_moral', rfc)) continue;
    if (rfcDate(rfc) !== fecha_constitucion.slice(2)) yield { path: `${path}/rfc`, value: rfc };
  }
}

function* mexicansWithFiller(context: CheckContext): Generator<Fault> {
  const filler = fillerOf(context);
  for (const { path, apellido_materno, pais_nacionalidad } of personsOf(context)) {
    if (apellido_materno === filler && pais_nacionalidad === 'MX') {
      yield { path: `${path}/apellido_materno`, value: apellido_materno };
    }
  }
}

function* reporterAsClient(context: CheckContext): Generator<Fault> {
  for (const { path, informe, aviso } of avisosOf(context)) {
    const kind = aviso.operaciones_persona.persona_aviso.tipo_persona;
    const [name, party] = Object.entries(kind)[0] ?? [];
    const rfc = party?.rfc;
    if (rfc !== undefined && rfc === informe.sujeto_obligado.clave_sujeto_obligado) {
      yield { path: `${path}/operaciones_persona/persona_aviso/tipo_persona/${name}/rfc`, value: rfc };
    }
  }
}

function* foreignAddressInMexico(context: CheckContext): Generator<Fault> {
  for (const { path, aviso } of avisosOf(context)) {
    const abroad = aviso.operaciones_persona.persona_aviso.tipo_domicilio?.extranjero;
    if (abroad?.pais === 'MX') {
      yield { path: `${path}/operaciones_persona/persona_aviso/tipo_domicilio/extranjero/pais`, value: 'MX' };
    }
  }
}

function* longMexicanPhones(context: CheckContext): Generator<Fault> {
  for (const { path, aviso } of avisosOf(context)) {
    const { clave_pais, numero_telefono = '' } = aviso.operaciones_persona.persona_aviso.telefono ?? {};
    if (clave_pais !== 'MX' || numero_telefono.length === 10) continue;
    yield {
      path: `${path}/operaciones_persona/persona_aviso/telefono/numero_telefono`,
      value: numero_telefono,
    };
  }
}

export const PEOPLE_CHECKS: Readonly<Record<string, Check>> = {
  'AVI-109': impossibleBirths,
  'AVI-110': minors,
  'AVI-111': foundedInFuture,
  'AVI-112': curpNotOfBirth,
  'AVI-113': rfcNotOfBirth,
  'AVI-114': rfcNotOfFounding,
  'AVI-115': rfcNotOfName,
  'AVI-116': curpNotOfName,
  'AVI-117': curpNotOfRfc,
  'AVI-125': foreignAddressInMexico,
  'AVI-126': longMexicanPhones,
  'AVI-127': mexicansWithFiller,
  'AVI-130': reporterAsClient,
};
