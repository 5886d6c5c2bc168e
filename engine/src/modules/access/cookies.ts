import type { FastifyRequest } from 'fastify';
import { Failure } from '../../kernel/failure.ts';

export const SESSION_COOKIE = 'atalaya_session';

export function sessionTokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.cookie;
  if (header === undefined) return undefined;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === SESSION_COOKIE) return part.slice(at + 1).trim();
  }
  return undefined;
}

const isSecure = (request: FastifyRequest): boolean =>
  request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';

/** Without a lifetime: the browser forgets it when it closes, the server when the session ends. */
export const sessionCookie = (request: FastifyRequest, token: string): string =>
  `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${isSecure(request) ? '; Secure' : ''}`;

export const noSessionCookie = (request: FastifyRequest): string =>
  `${sessionCookie(request, '')}; Max-Age=0`;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A request that changes something and is authenticated by a cookie must come from our own pages: the browser says so in
 * `Sec-Fetch-Site`, or in `Origin` whose host is the one asked. A request that says neither is refused.
 * Failure: request.cross_origin.
 */
export function ensureSameOrigin(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  if (!isSameOrigin(request))
    throw new Failure(
      'denied',
      'request.cross_origin',
      'the request does not come from the pages of this server',
    );
}

function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  if (origin !== undefined && hostOf(origin) !== request.headers.host) return false;
  return site === undefined ? origin !== undefined : site === 'same-origin';
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

/** Signing in needs no cookie yet; a browser on another site must still not sign its visitor in. */
export function ensureNotForeign(request: FastifyRequest): void {
  const says = request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
  if (says) ensureSameOrigin(request);
}
