/** A city where customers live; `weight` is its share among the country's customers. */
export interface Place {
  readonly country: string;
  readonly city: string;
  /** State or department, as written in an address. */
  readonly region: string;
  /** The state's code in a CURP; empty outside Mexico. */
  readonly state: string;
  /** First digits of its postcodes. */
  readonly postcode: string;
  /** Dialling code of its landlines and mobiles, without the country's. */
  readonly dial: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly border: boolean;
  readonly weight: number;
}

/** country, city, region, CURP state, postcode prefix, dialling code, latitude, longitude, border, weight. */
const TABLE = `
MX|Ciudad de México|Ciudad de México|DF|06|55|19.43|-99.13|-|22
MX|Guadalajara|Jalisco|JC|44|33|20.67|-103.35|-|10
MX|Monterrey|Nuevo León|NL|64|81|25.69|-100.32|-|10
MX|Puebla|Puebla|PL|72|222|19.04|-98.2|-|6
MX|León|Guanajuato|GT|37|477|21.12|-101.68|-|5
MX|Querétaro|Querétaro|QT|76|442|20.59|-100.39|-|5
MX|Mérida|Yucatán|YN|97|999|20.97|-89.62|-|4
MX|Tijuana|Baja California|BC|22|664|32.51|-117.04|border|5
MX|Ciudad Juárez|Chihuahua|CH|32|656|31.69|-106.42|border|4
MX|Nuevo Laredo|Tamaulipas|TS|88|867|27.48|-99.52|border|2
MX|Toluca|Estado de México|MC|50|722|19.29|-99.65|-|5
MX|Oaxaca de Juárez|Oaxaca|OC|68|951|17.07|-96.72|-|4
MX|Morelia|Michoacán|MN|58|443|19.7|-101.19|-|4
MX|Veracruz|Veracruz|VZ|91|229|19.17|-96.13|-|4
MX|Culiacán|Sinaloa|SL|80|667|24.81|-107.39|-|3
MX|Hermosillo|Sonora|SR|83|662|29.07|-110.96|-|3
MX|San Luis Potosí|San Luis Potosí|SP|78|444|22.16|-100.98|-|4
MX|Cancún|Quintana Roo|QR|77|998|21.16|-86.85|-|4
BR|São Paulo|São Paulo||01|11|-23.55|-46.63|-|5
BR|Rio de Janeiro|Rio de Janeiro||20|21|-22.91|-43.17|-|3
BR|Belo Horizonte|Minas Gerais||30|31|-19.92|-43.94|-|2
BR|Recife|Pernambuco||50|81|-8.05|-34.9|-|2
AR|Buenos Aires|Ciudad Autónoma de Buenos Aires||14|11|-34.6|-58.38|-|6
AR|Córdoba|Córdoba||50|351|-31.42|-64.18|-|2
AR|Rosario|Santa Fe||20|341|-32.95|-60.64|-|2
CO|Bogotá|Bogotá DC||11|1|4.71|-74.07|-|5
CO|Medellín|Antioquia||05|4|6.24|-75.58|-|3
CO|Cali|Valle del Cauca||76|2|3.45|-76.53|-|2
`;

const read = (line: string): Place => {
  const [country = '', city = '', region = '', state = '', postcode = '', dial = '', ...rest] =
    line.split('|');
  const [latitude, longitude, border, weight] = rest;
  return {
    country,
    city,
    region,
    state,
    postcode,
    dial,
    latitude: Number(latitude),
    longitude: Number(longitude),
    border: border === 'border',
    weight: Number(weight),
  };
};

export const PLACES: readonly Place[] = TABLE.trim().split('\n').map(read);

export const placesOf = (country: string): readonly Place[] =>
  PLACES.filter((place) => place.country === country);

const EARTH_KM = 6_371;

/** Great-circle distance in kilometres (haversine). */
export function distanceKm(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const half =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) *
      Math.cos(b.latitude * rad) *
      Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(half));
}
