import { ApiProblem } from '@atalaya/contract/client.gen.ts';
import { type Context, EXIT, type ExitCode, UsageError } from './context.ts';
import { NotABundle } from './verify/bundle.ts';
import { NothingSealed } from './verify/export.ts';

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** PostgreSQL or the way to it: SQLSTATE classes of connections, and what the system says of sockets. */
const UNREACHED = /^(ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|EHOSTUNREACH|08|28|57|3D)/;

/** What went wrong, as people read it, and how the program ends. */
export function explain(
  error: unknown,
  context: Context,
): { readonly text: string; readonly code: ExitCode } {
  if (error instanceof ApiProblem) return explainProblem(error, context);
  if (!(error instanceof Error)) return { text: String(error), code: EXIT.refused };
  if (error instanceof UsageError || codeOf(error).startsWith('ERR_PARSE_ARGS')) {
    return { text: error.message, code: EXIT.usage };
  }
  if (error instanceof NotABundle || error instanceof NothingSealed)
    return { text: error.message, code: EXIT.refused };
  const code = codeOf(error);
  if (code === 'ENOENT') return { text: error.message, code: EXIT.usage };
  if (code === '42501' || /row-level security/.test(error.message)) {
    const said = {
      es: 'Este usuario de la base no puede leer todas las filas; use el dueño de las tablas o uno con BYPASSRLS.',
      en: 'This database user may not read every row; use the owner of the tables or one with BYPASSRLS.',
    };
    return { text: `${context.say(said)}\n${error.message}`, code: EXIT.unreachable };
  }
  if (code === '42P01' || code === '3F000') {
    const said = { es: 'Aquí no hay un libro de Atalaya.', en: 'There is no journal of Atalaya here.' };
    return { text: `${context.say(said)} ${error.message}`, code: EXIT.unreachable };
  }
  if (UNREACHED.test(code)) {
    const said = { es: 'No se pudo llegar a la base de datos', en: 'The database could not be reached' };
    return { text: `${context.say(said)}: ${error.message || code}`, code: EXIT.unreachable };
  }
  return { text: error.stack ?? error.message, code: EXIT.refused };
}

function explainProblem(
  error: ApiProblem,
  { json, language, say }: Context,
): { text: string; code: ExitCode } {
  const { problem } = error;
  const code = error.status === 0 || error.status >= 500 ? EXIT.unreachable : EXIT.refused;
  if (json) return { text: JSON.stringify(problem), code };
  if (error.status === 0) {
    const said = {
      es: 'No se pudo llegar al servicio. ¿Está en marcha? (npm start)',
      en: 'The service could not be reached. Is it running? (npm start)',
    };
    return { text: say(said), code };
  }
  const details = (problem.errors ?? []).map(({ field, row, message }) => {
    const place = [row === undefined ? '' : `${say({ es: 'fila', en: 'row' })} ${row}`, field ?? ''];
    const told = place.filter((part) => part !== '');
    return told.length === 0 ? `  ${message}` : `  ${told.join(' · ')}: ${message}`;
  });
  const detail = problem.detail === problem.texts[language] ? [] : [`  ${problem.detail}`];
  return { text: [`${problem.texts[language]} [${problem.code}]`, ...detail, ...details].join('\n'), code };
}
