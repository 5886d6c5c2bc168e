/**
 * The first four letters of an RFC come from the name (SAT: Instructivo para la formación de la clave del RFC). SAT makes
 * exceptions by hand, so a difference is a reason to look, never proof. Those of a CURP: customers/curp.ts.
 */
export interface FiledName {
  readonly nombre: string;
  readonly apellido_paterno: string;
  readonly apellido_materno: string;
}

const PARTICLES = new Set(
  'A DA DAS DE DEL DER DI DIE DD EL LA LAS LE LES LO LOS MAC MC VAN VON Y'.split(' '),
);
const SKIPPED_GIVEN = new Set(['JOSE', 'J', 'MARIA', 'MA', 'M']);

const INCONVENIENT = new Set(
  (
    'BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI ' +
    'GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO ' +
    'MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO ' +
    'RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY'
  ).split(' '),
);

/** The word that counts: particles off, unless nothing else is left. */
function mainWord(text: string): string {
  const words = text.split(' ').filter((word) => word !== '');
  return words.find((word) => !PARTICLES.has(word)) ?? words[0] ?? '';
}

function givenWord(text: string): string {
  const words = text.split(' ').filter((word) => word !== '' && !PARTICLES.has(word));
  return (words.length > 1 && SKIPPED_GIVEN.has(words[0] ?? '') ? words[1] : words[0]) ?? text;
}

const innerVowel = (word: string): string => /[AEIOU]/.exec(word.slice(1))?.[0] ?? '';

/** The letters an RFC of a person should begin with; the filler stands for a maternal surname that is missing. */
export function rfcLetters(name: FiledName, filler: string): string {
  const paternal = mainWord(name.apellido_paterno);
  const maternal = name.apellido_materno === filler ? '' : mainWord(name.apellido_materno);
  const given = givenWord(name.nombre);
  let word: string;
  if (maternal === '') word = paternal.slice(0, 2) + given.slice(0, 2);
  else if (paternal.length < 3) word = paternal.charAt(0) + maternal.charAt(0) + given.slice(0, 2);
  else word = paternal.charAt(0) + (innerVowel(paternal) || 'X') + maternal.charAt(0) + given.charAt(0);
  return INCONVENIENT.has(word) ? `${word.slice(0, 3)}X` : word;
}
