import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { RouteBody, RouteParams, RouteQuery, RouteReply, RouteSpec } from '@atalaya/contract/route.ts';
import { Ajv } from 'ajv';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type preParsingHookHandler,
} from 'fastify';
import { Failure } from '../kernel/failure.ts';
import { DEPLOYMENT, type Scope } from './database.ts';
import { type Admitted, createExpressLane, type ExpressLane } from './http-express.ts';
import { present, presentable } from './http-problems.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Who calls, and what they may do for which obliged entity. Made by the access module. */
export interface Caller {
  /** `usr_…` or `key_…`: the actor of every entry this caller causes. */
  readonly actor: string;
  readonly kind: 'staff' | 'key';
  readonly name: string;
  /** entity → permissions */
  readonly grants: ReadonlyMap<string, ReadonlySet<string>>;
}

/** At once where the caller is known already. */
export type Authenticate = (request: FastifyRequest) => Caller | Promise<Caller>;
/** By the header `authorization` alone: `Bearer <API key>`. */
export type AuthenticateKey = (authorization: string) => Caller | Promise<Caller>;

/** One request after parsing and permission: what a handler gets. */
export interface Call<R extends RouteSpec> {
  readonly caller: Caller;
  /** Entities for which the caller holds the route's permission (narrowed by the `atalaya-entity` header). */
  readonly scope: Scope;
  /** The one entity a new record belongs to; asks for the header when there are several. */
  readonly entity: () => string;
  readonly params: RouteParams<R>;
  readonly query: RouteQuery<R>;
  readonly body: RouteBody<R>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Http {
  readonly app: FastifyInstance;
  /** Mounts a route of the contract. A route that `produces` another media type sends through `reply` itself. */
  mount<R extends RouteSpec>(
    route: R,
    handle: (call: Call<R>) => Promise<RouteReply<R> | FastifyReply>,
    options?: MountOptions,
  ): void;
  /** Mounts a POST in the express lane too: for the doors that every event passes. */
  mountExpress(route: RouteSpec & { readonly permission: string }, handle: ExpressHandle): void;
}

/** A door that takes a JSON body and answers JSON text; the handler proves the body itself. */
export type ExpressHandle = (call: {
  readonly caller: Caller;
  readonly entity: string;
  readonly body: unknown;
}) => Promise<string>;

export interface MountOptions {
  /** The handler proves the body itself, with better words than a schema's. */
  readonly provesBody?: boolean;
  /** Largest body in bytes; the server's default otherwise. */
  readonly bodyLimit?: number;
}

export interface HttpOptions {
  readonly authenticate: Authenticate;
  /** Without it every request goes through the router. */
  readonly authenticateKey?: AuthenticateKey;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly bodyLimit?: number;
}

const strict = new Ajv({ allErrors: true, coerceTypes: false, useDefaults: true, strict: false });
const coercing = new Ajv({ allErrors: true, coerceTypes: 'array', useDefaults: true, strict: false });

const BODY_LIMIT = 1024 * 1024;

export function createHttp(options: HttpOptions): Http {
  const bodyLimit = options.bodyLimit ?? BODY_LIMIT;
  const lane = laneOf(options, bodyLimit);
  const app = Fastify({
    serverFactory: (handler) => lane.serve(handler),
    loggerInstance: options.log.child({}, { level: 'warn' }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    routerOptions: { maxParamLength: 256 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    childLoggerFactory: (logger) => logger, // lines name the request themselves
  });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : coercing).compile(schema),
  );
  app.setErrorHandler((error, request, reply) => present(error, request, reply, options.log));
  app.setNotFoundHandler((request, reply) =>
    present(
      new Failure('missing', 'not_found', `nothing at ${request.method} ${request.url}`),
      request,
      reply,
      options.log,
    ),
  );
  // Hooks call back rather than promise: they run for every decision.
  app.addHook('onResponse', (request, reply, done) => {
    options.metrics.requests.inc({ route: request.routeOptions.url ?? 'none', status: reply.statusCode });
    done();
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    done();
  });
  takeRawBodies(app);
  return {
    app,
    mount: (route, handle, more) => mount(app, options, route, handle, more),
    mountExpress: (route, handle) => mountExpress(app, lane, options, route, handle),
  };
}

/** Bodies that are not JSON reach the handler as a stream; it bounds and reads them itself. */
function takeRawBodies(app: FastifyInstance): void {
  const raw = [
    'application/x-ndjson',
    'application/octet-stream',
    'application/pdf',
    'application/xml',
    'text/xml',
    'text/csv',
    'text/plain',
    'image/png',
    'image/jpeg',
  ];
  app.addContentTypeParser(raw, (_request, payload, done) => done(null, payload));
}

function laneOf({ metrics, log }: HttpOptions, bodyLimit: number): ExpressLane {
  let refused = 0;
  return createExpressLane({
    bodyLimit,
    answered: (route, status) => metrics.requests.inc({ route, status }),
    problem: (error, route) => {
      refused += 1;
      const problem = presentable(error, { request: `exp-${refused.toString(36)}`, route }, log);
      return { status: problem.status, text: JSON.stringify(problem) };
    },
  });
}

function mountExpress(
  app: FastifyInstance,
  lane: ExpressLane,
  options: HttpOptions,
  route: RouteSpec & { readonly permission: string },
  handle: ExpressHandle,
): void {
  const { authenticateKey } = options;
  if (authenticateKey !== undefined)
    lane.open({
      path: route.path,
      admit(headers) {
        const admitted = (caller: Caller): Admitted => {
          const scope = scopeFor(caller, route.permission, headers);
          return (body) => handle({ caller, entity: onlyEntity(scope), body });
        };
        const asked = authenticateKey(headers.authorization ?? '');
        return asked instanceof Promise ? asked.then(admitted) : admitted(asked);
      },
    });
  mount(
    app,
    options,
    route,
    async ({ caller, entity, request, reply }) => {
      const { body } = request;
      if (body instanceof Readable)
        throw new Failure('caller', 'request.unsupported_media_type', 'this door takes application/json');
      const answer = await handle({ caller, entity: entity(), body });
      return reply.type('application/json; charset=utf-8').send(answer);
    },
    { provesBody: true },
  );
}

const nobody: Caller = { actor: 'system:anyone', kind: 'key', name: 'anyone', grants: new Map() };

function mount<R extends RouteSpec>(
  app: FastifyInstance,
  options: HttpOptions,
  route: R,
  handle: (call: Call<R>) => Promise<RouteReply<R> | FastifyReply>,
  more: MountOptions = {},
): void {
  app.route({
    ...(more.bodyLimit === undefined ? {} : { bodyLimit: more.bodyLimit }),
    method: route.method,
    url: route.path,
    schema: {
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.query === undefined ? {} : { querystring: route.query }),
      ...(route.body === undefined || more.provesBody === true ? {} : { body: route.body }),
    },
    ...(route.permission === null ? {} : { preParsing: admission(options.authenticate, route.permission) }),
    handler: async (request, reply) => {
      const caller = request.caller ?? nobody;
      const scope = request.scope ?? { entities: [] };
      const answer = await handle({
        caller,
        scope,
        entity: () => onlyEntity(scope),
        params: request.params as RouteParams<R>,
        query: request.query as RouteQuery<R>,
        body: request.body as RouteBody<R>,
        request,
        reply,
      });
      if (answer === reply || reply.sent) return reply;
      return reply.code(route.status ?? 200).send(answer);
    },
  });
}

/** Who calls, and for which obliged entities they may: before a body is read. */
function admission(authenticate: Authenticate, permission: string): preParsingHookHandler {
  return (request, _reply, payload, done) => {
    const admit = (caller: Caller): void => {
      request.caller = caller;
      request.scope = scopeFor(caller, permission, request.headers);
    };
    try {
      const asked = authenticate(request);
      if (asked instanceof Promise)
        asked.then(admit).then(
          () => done(null, payload),
          (error: Error) => done(error),
        );
      else {
        admit(asked);
        done(null, payload);
      }
    } catch (error) {
      done(error as Error);
    }
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
    scope?: Scope;
  }
}

function scopeFor(caller: Caller, permission: string, headers: IncomingHttpHeaders): Scope {
  const wanted = headers['atalaya-entity'];
  const entities: string[] = [];
  for (const [entity, permissions] of caller.grants)
    if (permission === 'session' || permissions.has(permission))
      if (typeof wanted !== 'string' || wanted === '' || entity === wanted || entity === DEPLOYMENT)
        entities.push(entity);
  if (entities.length === 0)
    throw new Failure('denied', 'auth.denied', `this needs the permission ${permission}`, [
      { message: permission },
    ]);
  return { entities };
}

function onlyEntity(scope: Scope): string {
  const own = scope.entities.filter((entity) => entity !== DEPLOYMENT);
  const [entity] = own;
  if (entity === undefined || own.length > 1)
    throw new Failure(
      'caller',
      'access.entity_required',
      'name the obliged entity in the header atalaya-entity',
      [{ field: 'atalaya-entity', message: own.join(', ') }],
    );
  return entity;
}
