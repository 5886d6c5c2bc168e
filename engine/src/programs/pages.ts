import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const DIST = join(import.meta.dirname, '../../../console/dist');

/** The console's built pages at `/`; any address that is no file and no API is the application itself. */
export async function mountPages(app: FastifyInstance, dist = DIST): Promise<boolean> {
  if (!existsSync(join(dist, 'index.html'))) return false;
  await app.register(fastifyStatic, {
    root: dist,
    serve: false,
    cacheControl: false,
    setHeaders(reply, path) {
      const lasting = /\/assets\//.test(path);
      reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.header(
        'content-security-policy',
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'",
      );
    },
  });
  app.get('/*', (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (path.startsWith('/v1/')) return reply.callNotFound();
    return reply.sendFile(/\.[a-z0-9]+$/i.test(path) ? path : 'index.html');
  });
  return true;
}
