import type { Role } from '@atalaya/contract/access.ts';
import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import { issueSignInToken } from '../../modules/access/sessions.ts';
import { ensureUser } from '../../modules/access/users.ts';
import type { TestHouse } from './house.ts';

/** The API as a member of staff, signed in as the console signs in. */
export interface Colleague {
  readonly id: string;
  readonly api: Client;
}

export async function signedIn(product: TestHouse, name: string, ...roles: Role[]): Promise<Colleague> {
  const { foundation } = product.house;
  const member = await ensureUser(foundation, {
    name,
    email: `${name.toLowerCase()}@prueba.example`,
    grants: roles.map((role) => ({ entity: product.entity, role })),
  });
  const token = await issueSignInToken(foundation, member.id);
  const reply = await fetch(`${product.url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const cookie = reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  if (!reply.ok) throw new Error(`${name} could not sign in: ${await reply.text()}`);
  return {
    id: member.id,
    api: createClient({ baseUrl: product.url, headers: () => ({ cookie, origin: product.url }) }),
  };
}
