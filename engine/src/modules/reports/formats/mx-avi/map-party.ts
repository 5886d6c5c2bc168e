import type {
  BeneficialOwner,
  IdentityDocument,
  IdentityNumber,
  Organization,
  Party,
  Person,
  PersonName,
  Representative,
  Trust,
} from '../reportable.ts';
import type { DuenoBeneficiario, Nombres, Representante, TipoPersona } from './avi-layout.ts';
import { convertNumber, L } from './conversions.ts';
import { compactDate, fileCode, fileConverted, fileFiller, fileText, type Mapping, omit } from './mapping.ts';

export function mapName(mapping: Mapping, path: string, name: PersonName): Nombres {
  const maternalPath = `${path}/apellido_materno`;
  const maternal = name.maternal === undefined || name.maternal.trim() === '' ? undefined : name.maternal;
  return {
    nombre: fileText(mapping, `${path}/nombre`, name.given, 'nombre'),
    apellido_paterno: fileText(mapping, `${path}/apellido_paterno`, name.paternal, 'nombre'),
    apellido_materno:
      maternal === undefined
        ? fileFiller(mapping, maternalPath, 'apellido_materno', L.maternalFiller)
        : fileText(mapping, maternalPath, maternal, 'nombre'),
  };
}

/** RFC and CURP have elements; a number of any other kind has none and is said to be left out. */
function mapNumbers(
  mapping: Mapping,
  path: string,
  numbers: readonly IdentityNumber[],
  elements: readonly ('rfc' | 'curp')[],
): { rfc?: string; curp?: string } {
  const filed: { rfc?: string; curp?: string } = {};
  for (const { type, value } of numbers) {
    const element = elements.find((each) => each === type);
    if (element === undefined || filed[element] !== undefined)
      omit(mapping, path, `${type} ${value}`, L.numberOmitted);
    else filed[element] = fileConverted(mapping, `${path}/${element}`, value, convertNumber);
  }
  return filed;
}

const mapDocument = (mapping: Mapping, path: string, document: IdentityDocument | undefined) => ({
  tipo_identificacion: fileCode(
    mapping,
    `${path}/tipo_identificacion`,
    'tipo_identificacion',
    document?.type ?? '',
  ),
  numero_identificacion: fileText(
    mapping,
    `${path}/numero_identificacion`,
    document?.number ?? '',
    'numero_identificacion',
  ),
});

function mapNatural(
  mapping: Mapping,
  path: string,
  person: Pick<Person, 'name' | 'birthDate' | 'identityNumbers'>,
): Omit<Representante, 'documento_identificacion'> {
  const birth = person.birthDate === undefined ? {} : { fecha_nacimiento: compactDate(person.birthDate) };
  return {
    ...mapName(mapping, path, person.name),
    ...birth,
    ...mapNumbers(mapping, path, person.identityNumbers, ['rfc', 'curp']),
  };
}

const mapRepresentative = (mapping: Mapping, path: string, person: Representative): Representante => ({
  ...mapNatural(mapping, path, person),
  documento_identificacion: mapDocument(mapping, `${path}/documento_identificacion`, person.document),
});

function mapMoral(
  mapping: Mapping,
  path: string,
  party: Pick<Organization, 'legalName' | 'incorporatedOn' | 'identityNumbers' | 'nationality'>,
) {
  const since =
    party.incorporatedOn === undefined ? {} : { fecha_constitucion: compactDate(party.incorporatedOn) };
  return {
    denominacion_razon: fileText(mapping, `${path}/denominacion_razon`, party.legalName, 'denominacion'),
    ...since,
    ...mapNumbers(mapping, path, party.identityNumbers, ['rfc']),
    pais_nacionalidad: party.nationality,
  };
}

function mapFideicomiso(
  mapping: Mapping,
  path: string,
  party: Pick<Trust, 'legalName' | 'identityNumbers' | 'trustId'>,
) {
  const { trustId } = party;
  const idPath = `${path}/identificador_fideicomiso`;
  return {
    denominacion_razon: fileText(mapping, `${path}/denominacion_razon`, party.legalName, 'denominacion'),
    ...mapNumbers(mapping, path, party.identityNumbers, ['rfc']),
    ...(trustId === undefined
      ? {}
      : { identificador_fideicomiso: fileText(mapping, idPath, trustId, 'identificador_fideicomiso') }),
  };
}

/** `tipo_persona` of the person the aviso is about. */
export function mapParty(mapping: Mapping, path: string, party: Party): TipoPersona {
  if (party.kind === 'person') {
    const at = `${path}/persona_fisica`;
    return {
      persona_fisica: {
        ...mapNatural(mapping, at, party),
        pais_nacionalidad: party.nationality,
        actividad_economica: party.activityCode ?? '',
        documento_identificacion: mapDocument(mapping, `${at}/documento_identificacion`, party.document),
      },
    };
  }
  if (party.kind === 'organization') {
    const at = `${path}/persona_moral`;
    return {
      persona_moral: {
        ...mapMoral(mapping, at, party),
        giro_mercantil: party.activityCode ?? '',
        representante_apoderado: mapRepresentative(
          mapping,
          `${at}/representante_apoderado`,
          party.representative,
        ),
      },
    };
  }
  const at = `${path}/fideicomiso`;
  return {
    fideicomiso: {
      ...mapFideicomiso(mapping, at, party),
      apoderado_delegado: mapRepresentative(mapping, `${at}/apoderado_delegado`, party.representative),
    },
  };
}

export function mapOwner(mapping: Mapping, path: string, owner: BeneficialOwner): DuenoBeneficiario {
  const at = `${path}/tipo_persona`;
  if (owner.kind === 'person') {
    const natural = mapNatural(mapping, `${at}/persona_fisica`, owner);
    return { tipo_persona: { persona_fisica: { ...natural, pais_nacionalidad: owner.nationality } } };
  }
  if (owner.kind === 'organization') {
    return { tipo_persona: { persona_moral: mapMoral(mapping, `${at}/persona_moral`, owner) } };
  }
  return { tipo_persona: { fideicomiso: mapFideicomiso(mapping, `${at}/fideicomiso`, owner) } };
}
