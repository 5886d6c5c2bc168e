import type { Static, TObject, TSchema } from 'typebox';

/**
 * A border crossing as data: the engine mounts it, OpenAPI and the client are generated from it.
 * `permission` is checked before the handler; `null` means the route is open to anyone.
 */
export interface RouteSpec {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify style path, e.g. `/v1/cases/:id`. */
  readonly path: string;
  readonly summary: string;
  readonly permission: string | null;
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TSchema;
  /** Media type of a body that is not JSON; it reaches the handler as a stream. */
  readonly consumes?: readonly string[];
  readonly reply: TSchema | null;
  /** Media type of a reply that is not JSON. */
  readonly produces?: string;
  readonly status?: number;
}

export const defineRoute = <const R extends RouteSpec>(route: R): R => route;

export type RouteParams<R extends RouteSpec> = R extends { params: infer S extends TSchema }
  ? Static<S>
  : undefined;
export type RouteQuery<R extends RouteSpec> = R extends { query: infer S extends TSchema }
  ? Static<S>
  : undefined;
export type RouteBody<R extends RouteSpec> = R extends { body: infer S extends TSchema }
  ? Static<S>
  : undefined;
export type RouteReply<R extends RouteSpec> = R extends { reply: infer S extends TSchema }
  ? Static<S>
  : undefined;
