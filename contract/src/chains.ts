import { Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, InstantText } from './schema.ts';

/** Chains that are followed block by block, from a node or a service. */
export const listChains = defineRoute({
  id: 'listChains',
  method: 'GET',
  path: '/v1/chains',
  summary: 'Chains that are followed, and how far',
  permission: 'screening:read',
  reply: Type.Object(
    {
      items: Type.Array(
        Type.Object(
          {
            chain: Type.String(),
            from: Type.Integer({ description: 'first block that was read' }),
            height: Type.Integer({ description: 'last block that was read' }),
            hash: Type.String(),
            tip: Type.Integer({ description: 'height of the source when last asked' }),
            undone: Type.Integer({ description: 'blocks of reorganisations taken back' }),
            updated_at: InstantText,
          },
          closed,
        ),
      ),
    },
    closed,
  ),
});
