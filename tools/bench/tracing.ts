import type { CaseResult } from './results.ts';
import { benchChains } from './tracing-chains.ts';
import { benchExposureMemory, benchExposureStore } from './tracing-exposure.ts';

/** Following the money: `cluster`, `exposure-memory`, `exposure-store`, `block`, `tags`, `address`; `only` names some of them. */
export async function benchTracing(only: readonly string[]): Promise<CaseResult[]> {
  const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
  return [
    ...benchChains(wanted),
    ...(wanted('exposure-memory') ? [benchExposureMemory()] : []),
    ...(wanted('exposure-store') ? [benchExposureStore()] : []),
  ];
}
