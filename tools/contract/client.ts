import type { RouteSpec } from '@atalaya/contract/route.ts';
import { type Operation, operations } from './text.ts';

const RUNTIME = `
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A body that is not JSON: sent as it is. A stream is read once and not sent again. */
export type RawBody = string | Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** The server (or the way to it) refused: \`code\` is stable, \`problem.texts\` can be shown. Status 0: not reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail === '' ? problem.title : problem.detail, cause === undefined ? undefined : { cause });
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Without a trailing slash; the empty text means the page's own origin. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Asked before every call, e.g. for \`authorization\`. */
  readonly headers?: () => Record<string, string>;
}

interface Input {
  readonly params?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly type?: string;
}

type Kind = 'json' | 'raw' | 'none';

const problemOf = (status: number, code: string, detail: string): Problem => ({
  type: \`urn:atalaya:problem:\${code}\`,
  title: detail,
  status,
  code,
  detail,
  texts: {
    es: 'El servidor no respondió como se esperaba. Intente de nuevo.',
    pt: 'O servidor não respondeu como esperado. Tente novamente.',
    en: 'The server did not answer as expected. Try again.',
  },
});

async function failureOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'code' in value && 'texts' in value) {
      return new ApiProblem(value as Problem);
    }
  } catch {
    // not a problem document: told below by its status
  }
  return new ApiProblem(
    problemOf(response.status, response.status >= 500 ? 'unavailable' : 'internal', \`HTTP \${response.status}\`),
  );
}

function pathOf(path: string, params: object = {}, query: object = {}): string {
  const given = new Map(Object.entries(params));
  const filled = path.replaceAll(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(String(given.get(name))));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? filled : \`\${filled}?\${search}\`;
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** A client with one typed method per operation. Every method throws ApiProblem. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const call = async (method: string, path: string, sends: Kind, reads: Kind, input: Input, how: CallOptions) => {
    const headers: Record<string, string> = { ...options.headers?.(), ...how.headers };
    const init: RequestInit & { duplex?: 'half' } = { method, headers, credentials: 'same-origin' };
    if (how.signal !== undefined) init.signal = how.signal;
    if (sends === 'json') {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(input.body ?? {});
    } else if (sends === 'raw') {
      headers['content-type'] = input.type ?? 'application/octet-stream';
      init.body = input.body as RawBody;
      if (input.body instanceof ReadableStream) init.duplex = 'half';
    }
    let response: Response;
    try {
      response = await send(options.baseUrl + pathOf(path, input.params, input.query), init);
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ApiProblem(problemOf(0, 'unavailable', 'the server could not be reached'), error);
    }
    if (!response.ok) throw await failureOf(response);
    if (reads === 'raw') return response;
    return reads === 'json' ? await response.json() : undefined;
  };
  const operation =
    (method: string, path: string, sends: Kind, reads: Kind) =>
    (input: Input = {}, how: CallOptions = {}) =>
      call(method, path, sends, reads, input, how);
  return {
OPERATIONS
  };
}
`;

const needed = (schema: object | undefined): boolean =>
  schema !== undefined &&
  !(
    'type' in schema &&
    schema.type === 'object' &&
    'properties' in schema &&
    (!('required' in schema) || (Array.isArray(schema.required) && schema.required.length === 0))
  );

function inputOf({ module, route }: Operation): string {
  const parts: string[] = [];
  const part = (member: string, type: string, schema: object | undefined): void => {
    if (schema === undefined) return;
    parts.push(`${member}${needed(schema) ? '' : '?'}: ${type}<typeof ${module}.${route.id}>`);
  };
  part('params', 'RouteParams', route.params);
  part('query', 'RouteQuery', route.query);
  part('body', 'RouteBody', route.body);
  if (route.consumes !== undefined) {
    parts.push('body: RawBody', `type: ${route.consumes.map((type) => `'${type}'`).join(' | ')}`);
  }
  if (parts.length === 0) return 'input?: Record<string, never>, options?: CallOptions';
  const optional = parts.every((text) => /^[a-z]+\?:/.test(text));
  return `input${optional ? '?' : ''}: { ${parts.join('; ')} }, options?: CallOptions`;
}

function replyOf({ module, route }: Operation): string {
  if (route.produces !== undefined) return 'Promise<Response>';
  return route.reply === null ? 'Promise<void>' : `Promise<RouteReply<typeof ${module}.${route.id}>>`;
}

const sendsOf = (route: RouteSpec): string =>
  route.consumes !== undefined ? 'raw' : route.body === undefined ? 'none' : 'json';

const readsOf = (route: RouteSpec): string =>
  route.produces !== undefined ? 'raw' : route.reply === null ? 'none' : 'json';

/** `ruleSets` is `rule-sets.ts`. */
const fileOf = (module: string): string => module.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function importsOf(modules: readonly string[]): string {
  const lines = new Map(
    modules.map((module) => [fileOf(module), `import type * as ${module} from './${fileOf(module)}.ts';`]),
  );
  lines.set('route', "import type { RouteBody, RouteParams, RouteQuery, RouteReply } from './route.ts';");
  lines.set('schema', "import type { Problem } from './schema.ts';");
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line)
    .join('\n');
}

/** The typed client as TypeScript text. It imports types only, so nothing of the schemas reaches a bundle. */
export function buildClient(): string {
  const all = operations();
  const modules = [...new Set(all.map(({ module }) => module))].sort();
  const methods = all.map(
    (operation) =>
      `  /** ${operation.route.summary.replaceAll('*/', '')}. \`${operation.route.method} ${operation.route.path}\` */\n` +
      `  ${operation.route.id}(${inputOf(operation)}): ${replyOf(operation)};`,
  );
  const made = all.map(
    ({ route }) =>
      `    ${route.id}: operation('${route.method}', '${route.path}', '${sendsOf(route)}', '${readsOf(route)}'),`,
  );
  return `// Generated from contract/src/routes.ts by tools/contract.ts. Do not edit: change the contract and run it again.
${importsOf(modules)}

export interface Client {
${methods.join('\n')}
}
${RUNTIME.replace('OPERATIONS', made.join('\n'))}`;
}
