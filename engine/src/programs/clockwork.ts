import { type Loop, startLoop } from '../platform/feed.ts';
import type { Logger } from '../platform/log.ts';

/** Small works that repeat for as long as the house is open. */
export interface Clockwork {
  /** Names one work; `step` says whether there is more to do at once. */
  start(name: string, step: () => Promise<boolean>, everyMs: number): Loop;
  stop(): Promise<void>;
}

export function createClockwork(log: Logger): Clockwork {
  const loops: Loop[] = [];
  return {
    start(name, step, everyMs) {
      const loop = startLoop(step, name, log, everyMs);
      loops.push(loop);
      return loop;
    },
    stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))),
  };
}
