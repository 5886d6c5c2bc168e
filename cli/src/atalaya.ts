import { parseArgs } from 'node:util';
import { COMMANDS } from './commands.ts';
import { type Command, type Context, EXIT, type ExitCode, homeOf, UsageError } from './context.ts';
import { explain } from './failures.ts';
import { languageOf } from './language.ts';

const SHARED = ['json', 'lang', 'home', 'help'];

interface Asked {
  readonly name: string;
  readonly command: Command | undefined;
  readonly rest: readonly string[];
}

/** The command of one or two words, and what is left for it. */
function findCommand(args: readonly string[]): Asked {
  const [first = '', second = ''] = args;
  const two = `${first} ${second}`;
  const pair = Object.hasOwn(COMMANDS, two) ? COMMANDS[two] : undefined;
  if (pair !== undefined) return { name: two, command: pair, rest: args.slice(2) };
  return {
    name: first,
    command: Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined,
    rest: args.slice(1),
  };
}

function helpText(context: Context, asked: Asked | undefined): string {
  const { say } = context;
  if (asked?.command !== undefined) {
    return `atalaya ${asked.name} ${asked.command.usage}\n\n${say(asked.command.does)}\n`;
  }
  const lines = Object.entries(COMMANDS).map(
    ([name, { usage, does }]) => `  ${`${name} ${usage}`.trimEnd()}\n      ${say(does)}`,
  );
  return say({
    es: `atalaya — prevención de delitos financieros para exchanges

Uso: npm run -s atalaya -- <comando> [opciones]

${lines.join('\n')}

Opciones de todos: --json · --lang es|en · --home CARPETA · --help
Clave de API: ATALAYA_KEY, o "key" en cli.json de la carpeta de datos; dirección: ATALAYA_URL o "url".
Salida: 0 bien · 1 hay problemas o algo se rechazó · 2 orden mal escrita · 3 no se pudo llegar al servicio
`,
    en: `atalaya — financial-crime compliance for exchanges

Usage: npm run -s atalaya -- <command> [options]

${lines.join('\n')}

Options of all: --json · --lang es|en · --home FOLDER · --help
API key: ATALAYA_KEY, or "key" in cli.json of the data folder; address: ATALAYA_URL or "url".
Exit: 0 done · 1 problems were found or something was refused · 2 not understood · 3 the service was not reached
`,
  });
}

/** Where a run writes; a terminal gets progress lines that overwrite each other. */
export interface Outlets {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly terminal: boolean;
}

function contextOf(values: Record<string, unknown>, env: NodeJS.ProcessEnv, outlets: Outlets): Context {
  const language = languageOf(typeof values.lang === 'string' ? values.lang : undefined, env);
  const home = homeOf(typeof values.home === 'string' ? { ATALAYA_HOME: values.home } : env);
  let pending = false;
  const clear = (): void => {
    if (pending) outlets.err('\r\x1b[2K');
    pending = false;
  };
  return {
    language,
    json: values.json === true,
    home,
    env,
    say: (said) => said[language],
    out: (text) => {
      clear();
      outlets.out(text.endsWith('\n') ? text : `${text}\n`);
    },
    err: (text) => {
      clear();
      outlets.err(text.endsWith('\n') ? text : `${text}\n`);
    },
    progress: (text) => {
      if (!outlets.terminal) return;
      clear();
      outlets.err(text);
      pending = true;
    },
  };
}

/** Takes the options that every command shares out of the arguments, wherever they stand. */
function splitShared(args: readonly string[]): { shared: Record<string, unknown>; own: string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: {
      json: { type: 'boolean' },
      lang: { type: 'string' },
      home: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const shared: Record<string, unknown> = {};
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option' || !SHARED.includes(token.name)) continue;
    shared[token.name] = token.value ?? true;
    taken.add(token.index);
    if (token.value !== undefined && !token.inlineValue) taken.add(token.index + 1);
  }
  return { shared, own: args.filter((_, i) => !taken.has(i)) };
}

/** `atalaya <args>`: thin, speaks the API; `verify` and `export` alone read the database. */
export async function atalaya(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  outlets: Outlets,
): Promise<ExitCode> {
  const { shared, own } = splitShared(args);
  const context = contextOf(shared, env, outlets);
  const asked = findCommand(own[0] === 'help' ? own.slice(1) : own);
  if (shared.help === true || own.length === 0 || own[0] === 'help') {
    context.out(helpText(context, asked));
    return EXIT.done;
  }
  if (asked.command === undefined) {
    const said = { es: `No existe el comando "${asked.name}".`, en: `There is no command "${asked.name}".` };
    context.err(`${context.say(said)}\n\n${helpText(context, undefined)}`);
    return EXIT.usage;
  }
  try {
    return await asked.command.run(asked.rest, context);
  } catch (error) {
    const { text, code } = explain(error, context);
    context.err(text);
    if (error instanceof UsageError) context.err(`\natalaya ${asked.name} ${asked.command.usage}`);
    return code;
  }
}
