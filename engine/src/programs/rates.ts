/** Decisions and their times over the last minute, for the status line: a ring of one-second slots, no timers. */
export interface Rates {
  note(milliseconds: number): void;
  read(): { perSecond: number; p50: number; p99: number };
}

const SLOTS = 60;
const SAMPLES = 2048;

export function createRates(now: () => number): Rates {
  const counts = new Uint32Array(SLOTS);
  let last = Math.floor(now() / 1000);
  const times = new Float64Array(SAMPLES);
  /** The second in which each was taken: an import long ago says nothing of the present. */
  const seconds = new Float64Array(SAMPLES);
  let taken = 0;

  const turn = (): void => {
    const second = Math.floor(now() / 1000);
    for (let s = Math.max(last + 1, second - SLOTS + 1); s <= second; s += 1) counts[s % SLOTS] = 0;
    last = Math.max(last, second);
  };
  return {
    note(milliseconds) {
      turn();
      const slot = last % SLOTS;
      counts[slot] = (counts[slot] ?? 0) + 1;
      times[taken % SAMPLES] = milliseconds;
      seconds[taken % SAMPLES] = last;
      taken += 1;
    },
    read() {
      turn();
      const recent = [1, 2, 3, 4, 5].reduce(
        (sum, ago) => sum + (counts[(last - ago + SLOTS * 2) % SLOTS] ?? 0),
        0,
      );
      const sorted = [...times.subarray(0, Math.min(taken, SAMPLES))]
        .filter((_, i) => (seconds[i] ?? 0) > last - SLOTS)
        .sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
      return { perSecond: recent / 5, p50: at(0.5), p99: at(0.99) };
    },
  };
}
