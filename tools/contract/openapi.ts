import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouteSpec } from '@atalaya/contract/route.ts';
import { Problem } from '@atalaya/contract/schema.ts';
import { type Components, collectComponents } from './components.ts';
import { operations, ROOT } from './text.ts';

type Json = Record<string, unknown>;

const PROBLEM = 'application/problem+json';

/** Statuses an operation may answer with beside its own; all are problem documents. */
const PROBLEMS: Readonly<Record<string, string>> = {
  BadRequest: 'the request is malformed or a value is not acceptable; `errors` names field and row',
  Unauthenticated: 'no valid session or API key',
  Denied: 'signed in, but not allowed: permission, entity, or the same person twice',
  Missing: 'no such record for this caller',
  Conflict: 'the record is in another state, or the same id came with other content',
  TooLarge: 'the body is larger than the operation takes',
  Unexpected: 'the server failed or is not ready; nothing was half-written',
};
const RESPONSES: Readonly<Record<string, string>> = {
  400: 'BadRequest',
  401: 'Unauthenticated',
  403: 'Denied',
  404: 'Missing',
  409: 'Conflict',
  413: 'TooLarge',
  default: 'Unexpected',
};

function problemsOf(route: RouteSpec): Json {
  const possible = Object.entries(RESPONSES).filter(([status]) => {
    if (status === '401' || status === '403') return route.permission !== null;
    if (status === '404') return route.params !== undefined;
    if (status === '409' || status === '413') return route.method !== 'GET';
    return true;
  });
  return Object.fromEntries(
    possible.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}

const requiredOf = (schema: { readonly required?: readonly string[] } | undefined): readonly string[] =>
  schema?.required ?? [];

/** OpenAPI wants one name per place in a path, Fastify does not mind: `/v1/customers/:id` and `:reference`. */
const placeNames = new Map<string, readonly string[]>();

function namesOf(path: string): { own: readonly string[]; shown: readonly string[] } {
  const own = [...path.matchAll(/:([a-z_]+)/g)].map(([, name = '']) => name);
  const shape = path.replaceAll(/:[a-z_]+/g, ':');
  const shown = placeNames.get(shape) ?? own;
  placeNames.set(shape, shown);
  return { own, shown };
}

function shownPath(path: string): string {
  const { shown } = namesOf(path);
  let at = 0;
  return path.replaceAll(/:[a-z_]+/g, () => `{${shown[at++]}}`);
}

function parametersOf(route: RouteSpec, components: Components): Json[] {
  const { own, shown } = namesOf(route.path);
  const named = (place: 'path' | 'query', from: RouteSpec['params']): Json[] =>
    Object.entries(from?.properties ?? {}).map(([name, schema]) => ({
      name: place === 'path' ? shown[own.indexOf(name)] : name,
      in: place,
      required: place === 'path' || requiredOf(from).includes(name),
      ...(place === 'path' && shown[own.indexOf(name)] !== name ? { description: name } : {}),
      schema: components.refer(schema),
    }));
  return [...named('path', route.params), ...named('query', route.query)];
}

function bodyOf(route: RouteSpec, components: Components): Json | undefined {
  if (route.consumes !== undefined) {
    const content = route.consumes.map((type) => [type, { schema: { contentMediaType: type } }]);
    return { required: true, content: Object.fromEntries(content) };
  }
  if (route.body === undefined) return undefined;
  return { required: true, content: { 'application/json': { schema: components.refer(route.body) } } };
}

function replyOf(route: RouteSpec, components: Components): Json {
  if (route.produces !== undefined) {
    return {
      description: 'the file',
      content: { [route.produces]: { schema: { contentMediaType: route.produces } } },
    };
  }
  if (route.reply === null) return { description: 'done' };
  return {
    description: route.summary,
    content: { 'application/json': { schema: components.refer(route.reply) } },
  };
}

function operationOf(module: string, route: RouteSpec, components: Components): Json {
  const parameters = parametersOf(route, components);
  const requestBody = bodyOf(route, components);
  return {
    operationId: route.id,
    tags: [module],
    summary: route.summary,
    ...(route.permission === null
      ? { security: [] }
      : { description: `Permission: \`${route.permission}\`.` }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: { [String(route.status ?? 200)]: replyOf(route, components), ...problemsOf(route) },
  };
}

/** The OpenAPI 3.1 document of the whole contract, as JSON text. */
export function buildOpenApi(): string {
  const components = collectComponents();
  const paths: Record<string, Json> = {};
  for (const { module, route } of operations()) {
    const path = shownPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(module, route, components) };
  }
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const problem = { [PROBLEM]: { schema: components.refer(Problem) } };
  return JSON.stringify({
    openapi: '3.1.0',
    info: {
      title: 'Atalaya',
      version,
      summary: 'Open, self-hostable financial-crime compliance platform for crypto exchanges',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:4780', description: 'a local `npm start`' }],
    security: [{ session: [] }, { key: [] }],
    tags: [...new Set(operations().map(({ module }) => module))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'atalaya_session',
          description: 'staff, from POST /v1/session',
        },
        key: { type: 'http', scheme: 'bearer', description: 'API key of the exchange, from POST /v1/keys' },
      },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([name, description]) => [name, { description, content: problem }]),
      ),
      schemas: components.schemas(),
    },
  });
}
