import type { Contact, PostalAddress } from '../reportable.ts';
import type { TEXT_FORMS } from './avi-formats.ts';
import { fitsFormat } from './avi-formats.ts';
import type { Domicilio, Telefono } from './avi-layout.ts';
import { convertNumber, L } from './conversions.ts';
import { fileConverted, fileFiller, fileText, type Mapping, omit } from './mapping.ts';

interface AddressPart {
  readonly element: string;
  readonly given: string | undefined;
  readonly form: keyof typeof TEXT_FORMS;
}

/** A mandatory part of an address: as given, or its documented filler when it is not known. */
function part(mapping: Mapping, path: string, { element, given, form }: AddressPart): string {
  const at = `${path}/${element}`;
  const known = given !== undefined && given.trim() !== '';
  return known ? fileText(mapping, at, given, form) : fileFiller(mapping, at, element, L.addressFiller);
}

const interiorOf = (mapping: Mapping, path: string, interior: string | undefined) =>
  interior === undefined || interior.trim() === ''
    ? {}
    : { numero_interior: fileText(mapping, `${path}/numero_interior`, interior, 'numero_interior') };

function postcode(mapping: Mapping, path: string, given: string | undefined, filler: string): string {
  const at = `${path}/codigo_postal`;
  if (given === undefined || given.trim() === '') return fileFiller(mapping, at, filler, L.addressFiller);
  return fileConverted(mapping, at, given, convertNumber);
}

function mapNational(mapping: Mapping, path: string, address: PostalAddress): Domicilio {
  const at = `${path}/nacional`;
  omit(mapping, at, address.city, L.addressPartOmitted);
  omit(mapping, at, address.region, L.addressPartOmitted);
  return {
    nacional: {
      colonia: part(mapping, at, { element: 'colonia', given: address.neighbourhood, form: 'colonia' }),
      calle: part(mapping, at, { element: 'calle', given: address.street, form: 'direccion' }),
      numero_exterior: part(mapping, at, {
        element: 'numero_exterior',
        given: address.number,
        form: 'numero_exterior',
      }),
      ...interiorOf(mapping, at, address.interior),
      codigo_postal: fileConverted(mapping, `${at}/codigo_postal`, address.postcode ?? '', convertNumber),
    },
  };
}

function mapForeign(mapping: Mapping, path: string, address: PostalAddress): Domicilio {
  const at = `${path}/extranjero`;
  return {
    extranjero: {
      pais: address.country,
      estado_provincia: part(mapping, at, {
        element: 'estado_provincia',
        given: address.region,
        form: 'direccion',
      }),
      ciudad_poblacion: part(mapping, at, {
        element: 'ciudad_poblacion',
        given: address.city,
        form: 'direccion',
      }),
      colonia: part(mapping, at, { element: 'colonia', given: address.neighbourhood, form: 'colonia' }),
      calle: part(mapping, at, { element: 'calle', given: address.street, form: 'direccion' }),
      numero_exterior: part(mapping, at, {
        element: 'numero_exterior',
        given: address.number,
        form: 'numero_exterior',
      }),
      ...interiorOf(mapping, at, address.interior),
      codigo_postal: postcode(mapping, at, address.postcode, 'codigo_postal_extranjero'),
    },
  };
}

/**
 * `tipo_domicilio`. A national address has no city or state element (the postcode says them): both are in the ledger as
 * not filed. A mandatory part that is not known gets its filler, save the Mexican postcode, which nothing stands for.
 */
export const mapAddress = (mapping: Mapping, path: string, address: PostalAddress): Domicilio =>
  address.country === 'MX' ? mapNational(mapping, path, address) : mapForeign(mapping, path, address);

/** Countries of the North American numbering plan, whose country code is 1. */
const NORTH_AMERICAN = new Set(
  'AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI'.split(' '),
);

/** The number without its country code and the dialling prefixes of its country, for the two plans we know. */
function nationalDigits(digits: string, country: string): string {
  if (country === 'MX') return /^(?:521?|04[45])(\d{10})$/.exec(digits)?.[1] ?? digits;
  if (NORTH_AMERICAN.has(country)) return /^1(\d{10})$/.exec(digits)?.[1] ?? digits;
  return digits;
}

/**
 * A telephone number in 10 or 12 digits. Mexican numbers lose +52, +521 and the former 044/045; numbers of the North
 * American plan lose the 1; a number of another country is filed when its digits are 10 or 12 and not otherwise.
 */
export function phoneDigits(phone: string, country: string): string | undefined {
  const filed = nationalDigits(phone.replaceAll(/\D/g, '').replace(/^00/, ''), country);
  return fitsFormat('telefono', filed) ? filed : undefined;
}

/** An e-mail address in the characters of the form: a `+tag` before the @ is taken off, nothing else is changed. */
export function emailToFile(email: string): { filed: string; subaddressed: boolean } | undefined {
  const upper = email.trim().toUpperCase();
  const bare = upper.replace(/^([^+@]+)\+[^@]*@/, '$1@');
  return fitsFormat('correo', bare) ? { filed: bare, subaddressed: bare !== upper } : undefined;
}

/**
 * `telefono` needs country, number and e-mail together: when one of them is not known or cannot be written, none is
 * filed and the ledger lists what was left out.
 */
export function mapContact(mapping: Mapping, path: string, contact: Contact): Telefono | undefined {
  const { phone = '', email = '', phoneCountry = 'MX' } = contact;
  const digits = phoneDigits(phone, phoneCountry);
  const address = emailToFile(email);
  if (digits === undefined || address === undefined) {
    omit(mapping, `${path}/numero_telefono`, phone, L.contactOmitted);
    omit(mapping, `${path}/correo_electronico`, email, L.contactOmitted);
    return undefined;
  }
  const mailRule = address.subaddressed ? L.subaddressDropped : L.upperCase;
  return {
    clave_pais: phoneCountry,
    numero_telefono: mapping.ledger.record(`${path}/numero_telefono`, phone, {
      filed: digits,
      rules: digits === phone ? [] : [L.phoneNational],
    }),
    correo_electronico: mapping.ledger.record(`${path}/correo_electronico`, email, {
      filed: address.filed,
      rules: address.filed === email ? [] : [mailRule],
    }),
  };
}
