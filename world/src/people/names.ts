import type { Stream } from '../random/stream.ts';

/** Common given names and surnames; every person of the world is a random combination, nobody is meant. */
interface NameStock {
  readonly women: readonly string[];
  readonly men: readonly string[];
  readonly surnames: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s*,\s*|\s*\n\s*/);

const SPANISH: NameStock = {
  women:
    words(`Guadalupe, María Elena, Alejandra, Fernanda, Ximena, Valeria, Daniela, Gabriela, Verónica, Leticia,
    Rosa María, Patricia, Adriana, Mónica, Claudia, Lucía, Sofía, Camila, Regina, Renata, Itzel, Citlali, Araceli,
    Beatriz, Carolina, Diana, Elisa, Estela, Graciela, Irma, Josefina, Karla, Laura, Lorena, Luz María, Marisol,
    Martha, Natalia, Norma, Olga, Paola, Rebeca, Rocío, Sandra, Silvia, Susana, Teresa, Yolanda, Zulema, Amparo`),
  men: words(`José Luis, Juan Carlos, Miguel Ángel, Francisco, Alejandro, Ricardo, Fernando, Eduardo, Javier, Sergio,
    Roberto, Raúl, Arturo, Héctor, Manuel, Jorge, Mario, Óscar, Rubén, Gerardo, Emiliano, Diego, Santiago, Mateo,
    Leonardo, Iker, Adrián, Alfonso, Andrés, Armando, Benjamín, César, Cuauhtémoc, David, Efraín, Enrique, Ernesto,
    Gustavo, Hugo, Ignacio, Ismael, Joel, Lorenzo, Marco Antonio, Octavio, Pablo, Ramiro, Salvador, Tomás, Vicente`),
  surnames:
    words(`Hernández, García, Martínez, López, González, Pérez, Rodríguez, Sánchez, Ramírez, Cruz, Flores,
    Gómez, Morales, Vázquez, Reyes, Jiménez, Torres, Díaz, Gutiérrez, Ruiz, Mendoza, Aguilar, Ortiz, Moreno, Castillo,
    Romero, Álvarez, Méndez, Chávez, Rivera, Juárez, Ramos, Domínguez, Herrera, Medina, Castro, Vargas, Guzmán,
    Velázquez, Muñoz, Rojas, De la Cruz, Contreras, Salazar, Luna, Ortega, Santiago, Guerrero, Estrada, Bautista,
    Cortés, Soto, Alvarado, Espinoza, Lara, Ávila, Ríos, Cervantes, Silva, Delgado, Vega, Márquez, Sandoval, Carrillo,
    León, Mejía, Solís, Rosas, Ibarra, Valdez, Núñez, Campos, Santos, Camacho, Navarro, Peña, Rosales, Acosta,
    Miranda, Trejo, Cabrera, Valencia, Nava, Castañeda, Pacheco, Robles, Molina, Rangel, Fuentes, Huerta, Meza,
    Padilla, Zamora, Del Río, Barrera, Quintero, Villanueva, Zavala, Olvera, Escobar`),
};

const PORTUGUESE: NameStock = {
  women:
    words(`Ana Paula, Beatriz, Bruna, Camila, Carolina, Débora, Fernanda, Gabriela, Helena, Isabela, Juliana,
    Larissa, Letícia, Luana, Luciana, Maria Clara, Mariana, Natália, Patrícia, Priscila, Rafaela, Renata, Sabrina,
    Simone, Tatiana, Vanessa, Vitória, Yasmin, Alice, Cláudia`),
  men: words(`André, Antônio, Bruno, Caio, Carlos Eduardo, Daniel, Diego, Eduardo, Felipe, Gabriel, Guilherme,
    Gustavo, Henrique, Igor, João Pedro, Leandro, Lucas, Luiz Felipe, Marcelo, Márcio, Mateus, Murilo, Otávio, Paulo,
    Rafael, Renato, Rodrigo, Thiago, Vinícius, Wagner`),
  surnames:
    words(`Silva, Santos, Oliveira, Souza, Rodrigues, Ferreira, Alves, Pereira, Lima, Gomes, Costa, Ribeiro,
    Martins, Carvalho, Almeida, Lopes, Soares, Fernandes, Vieira, Barbosa, Rocha, Dias, Nascimento, Andrade, Moreira,
    Nunes, Marques, Machado, Mendes, Freitas, Cardoso, Ramos, Gonçalves, Santana, Teixeira, Araújo, Pinto, Moura,
    Correia, Cavalcanti, Batista, Campos, Monteiro, Peixoto, Tavares, Xavier`),
};

const stockOf = (country: string): NameStock => (country === 'BR' ? PORTUGUESE : SPANISH);

export interface DrawnName {
  readonly given: string;
  readonly paternal: string;
  readonly maternal: string;
}

/**
 * A name as used in a country. In Brazil the mother's surname comes first and the father's last; the parts keep their
 * meaning, not their place.
 */
export function drawName(country: string, sex: 'H' | 'M', random: Stream): DrawnName {
  const stock = stockOf(country);
  const given = random.pick(sex === 'M' ? stock.women : stock.men);
  const paternal = random.pick(stock.surnames);
  return { given, paternal, maternal: random.pick(stock.surnames) };
}

/** The name in the order people of the country write it. */
export const fullName = (name: DrawnName, country: string): string =>
  country === 'BR'
    ? `${name.given} ${name.maternal} ${name.paternal}`
    : `${name.given} ${name.paternal} ${name.maternal}`;

const TRADES =
  words(`Comercializadora, Distribuidora, Servicios, Grupo, Importadora, Agroproductos, Tecnología,
  Logística, Textiles, Consultoría`);
const PLACES =
  words(`del Valle Claro, Punta Serena, Cerro Azul, La Mesa Alta, del Bajío Nuevo, Puerto Lindero,
  Tres Encinos, Río Templado, Lomas de Abril, Costa Mansa, Nogal Viejo, Piedra Blanca, Arco Norte, Monte Quieto`);
const FORMS: Readonly<Record<string, string>> = { MX: 'SA de CV', BR: 'Ltda', AR: 'SRL', CO: 'SAS' };

/** The registered name of an invented company. */
export const drawCompany = (country: string, random: Stream): string =>
  `${random.pick(TRADES)} ${random.pick(PLACES)} ${random.pick(SPANISH.surnames)} ${FORMS[country] ?? 'SA'}`;

/** Upper case without accents; Ñ becomes `enye` (X in a CURP, Ñ in an RFC). */
export const plainLetters = (text: string, enye: string): string =>
  text
    .toUpperCase()
    .replaceAll('Ñ', '\u0001')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('\u0001', enye);
