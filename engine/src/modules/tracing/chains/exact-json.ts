import { badChainData } from './chain-failure.ts';

/** JSON whose integers beyond 2^53 arrive as decimal texts, not rounded: amounts in base units often are. */
export function parseExactJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
        ? context?.source
        : value,
    );
  } catch (error) {
    throw badChainData('chain.malformed', `not JSON: ${(error as Error).message}`);
  }
}
