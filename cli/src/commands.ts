import type { Command, Context, ExitCode } from './context.ts';

type Run = (args: readonly string[], context: Context) => Promise<ExitCode>;

/** Commands are loaded when they are run: a help text should not wait for a database driver. */
const later =
  (load: () => Promise<{ readonly run: Run }>): Run =>
  async (args, context) =>
    (await load()).run(args, context);

/** Every command by its one or two words, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  demo: {
    usage: '[…]',
    does: {
      es: 'Mueve el mundo de demostración contra la API, como lo haría un exchange.',
      en: 'Drives the demonstration world against the API, as an exchange would.',
    },
    run: later(() => import('./commands/demo.ts')),
  },
  status: {
    usage: '',
    does: {
      es: 'Dice si el servicio vive, cuánto decide y cuál es el último punto de control.',
      en: 'Says whether the service lives, how much it decides, and its last checkpoint.',
    },
    run: later(() => import('./commands/status.ts')),
  },
  decide: {
    usage: 'FILE|- [--batch]',
    does: {
      es: 'Envía un evento (JSON) o muchos (NDJSON) y muestra la decisión de cada uno.',
      en: 'Sends one event (JSON) or many (NDJSON) and shows the decision of each.',
    },
    run: later(() => import('./commands/decide.ts')),
  },
  'events get': {
    usage: 'ID',
    does: {
      es: 'Muestra un evento con la explicación de su decisión.',
      en: 'Shows an event with the explanation of its decision.',
    },
    run: later(() => import('./commands/events-get.ts')),
  },
  'why-not': {
    usage: 'ID [--scenario S] [--limit N]',
    does: {
      es: 'Dice qué escenarios estuvieron cerca de disparar y qué habría bastado.',
      en: 'Says which scenarios came near to firing, and what would have been enough.',
    },
    run: later(() => import('./commands/why-not.ts')),
  },
  replay: {
    usage: 'ID [--thorough] | --all [--from N] [--to N]',
    does: {
      es: 'Repite una decisión, o todas, desde el libro y compara los bytes.',
      en: 'Makes one decision, or all, again from the journal and compares the bytes.',
    },
    run: later(() => import('./commands/replay.ts')),
  },
  screen: {
    usage:
      '[NAME] [--kind person|organization] [--birth-date D] [--country CC] [--network N --address A] [--limit N]',
    does: {
      es: 'Busca un nombre o una dirección en las listas vigentes.',
      en: 'Looks a name or an address up in the current lists.',
    },
    run: later(() => import('./commands/screen.ts')),
  },
  'import events': {
    usage: 'FILE --mapping MAP.yaml [--name NAME] [--refused FILE] [--again]',
    does: {
      es: 'Importa un CSV de eventos; si se interrumpe, repetir la orden continúa donde quedó.',
      en: 'Imports a CSV of events; when interrupted, the same command goes on from there.',
    },
    run: later(async () => (await import('./commands/import.ts')).importOf('events')),
  },
  'import customers': {
    usage: 'FILE --mapping MAP.yaml [--name NAME] [--refused FILE] [--again]',
    does: { es: 'Lo mismo con clientes.', en: 'The same with customers.' },
    run: later(async () => (await import('./commands/import.ts')).importOf('customers')),
  },
  'watchlists import': {
    usage:
      'CODE --format F FILES… [--name NAME] [--issuer NAME] [--issued-on DATE] [--mapping MAP.yaml] [--sha256 HEX] [--confidential] [--accept-shrink]',
    does: {
      es: 'Importa una versión nueva de una lista; se rechaza entera si no se lee o si encoge más del 5 %.',
      en: 'Imports a new version of a list; refused whole when it does not parse or shrinks by more than 5 %.',
    },
    run: later(() => import('./commands/watchlists-import.ts')),
  },
  'tags import': {
    usage:
      'FILES|FOLDER… [--code CODE] [--format tagpack|actorpack|csv|ofac-crypto] [--tier T] [--licence L] [--confidence STEP] [--network N] [--category C] [--label L] [--source S]',
    does: {
      es: 'Importa paquetes de etiquetas de direcciones; dice cuántas filas se apartaron y por qué.',
      en: 'Imports packs of tags of addresses; says how many rows were left out and why.',
    },
    run: later(() => import('./commands/tags-import.ts')),
  },
  'tags export': {
    usage: 'CODE [--out FILE]',
    does: {
      es: 'Escribe un paquete como TagPack o ActorPack que otras herramientas leen.',
      en: 'Writes a pack as a TagPack or ActorPack that other tools read.',
    },
    run: later(() => import('./commands/tags-export.ts')),
  },
  'chain inspect': {
    usage: 'FILES… [--network N] [--previous FILE]… [--tags FILE|FOLDER]…',
    does: {
      es: 'Muestra en JSON lo que hay en un bloque: identificadores, comisiones, CoinJoins y direcciones etiquetadas. Sin servicio.',
      en: 'Shows as JSON what a block holds: ids, fees, CoinJoins, tagged addresses. Needs no service.',
    },
    run: later(() => import('./commands/chain-inspect.ts')),
  },
  'watchlists fetch': {
    usage: 'CODE',
    does: {
      es: 'Baja una lista de la dirección de su emisor y la importa.',
      en: 'Fetches a list from its issuer’s address and imports it.',
    },
    run: later(() => import('./commands/watchlists-fetch.ts')),
  },
  'jurisdictions import-schema': {
    usage: 'JURISDICTION FORMAT FILE',
    does: {
      es: 'Importa el XSD oficial de la autoridad y muestra su SHA-256 para compararlo.',
      en: 'Imports the authority’s official XSD and shows its SHA-256 to compare.',
    },
    run: later(() => import('./commands/jurisdictions-import-schema.ts')),
  },
  'scenarios test': {
    usage: '[FOLDER]',
    does: {
      es: 'Lee, comprueba tipos y corre los ejemplos de una carpeta de escenarios, sin servidor; nombra archivo, línea y columna.',
      en: 'Reads, type-checks and runs the examples of a folder of scenarios, without a server; names file, line and column.',
    },
    run: later(() => import('./commands/scenarios-test.ts')),
  },
  'scenarios diff': {
    usage:
      'FOLDER_A|live|rul_… FOLDER_B|rul_… --events FILE.ndjson | --world SEED [--customers N] [--days N] | [--from T] [--to T] [--evaluate changed|all]  [--minutes N]',
    does: {
      es: 'Dice qué alertas gana y pierde un conjunto de reglas frente a otro: sin servidor, sobre eventos o un mundo; o sobre lo decidido.',
      en: 'Says which alerts one rule-set gains and loses against another: without a server, over events or a world; or over what was decided.',
    },
    run: later(() => import('./commands/scenarios-diff.ts')),
  },
  prove: {
    usage: 'NUMBER [--key VKEY] [--out FILE]',
    does: {
      es: 'Comprueba aquí mismo que una entrada del libro está en el punto de control firmado.',
      en: 'Checks on this machine that a journal entry is in the signed checkpoint.',
    },
    run: later(() => import('./commands/prove.ts')),
  },
  verify: {
    usage: '[--database URL] [--checkpoints FILE] [--key VKEY] [--no-state] | --bundle FILE [--key VKEY]',
    does: {
      es: 'Recalcula el libro entero y dice qué cambió, o comprueba sin conexión un paquete exportado.',
      en: 'Recomputes the whole journal and says what was changed, or checks an exported bundle offline.',
    },
    run: later(() => import('./commands/verify.ts')),
  },
  export: {
    usage: '--out FILE [--from N] [--to N] [--database URL] [--key VKEY]',
    does: {
      es: 'Escribe entradas con sus pruebas en un paquete que se comprueba sin conexión.',
      en: 'Writes entries with their proofs to a bundle that is verified offline.',
    },
    run: later(() => import('./commands/export.ts')),
  },
};
