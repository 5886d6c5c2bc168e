import { readdirSync, readFileSync } from 'node:fs';

/** CPU a process and all its children have used so far, living and reaped, in microseconds. Linux only. */
const TICK_US = 10_000;

interface Stat {
  readonly parent: number;
  readonly us: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0);
    return { parent: Number(fields[1]), us: ticks * TICK_US };
  } catch {
    return null;
  }
}

export function cpuOfTree(root: number): number {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = statOf(pid);
    if (stat !== null) stats.set(pid, stat);
  }
  const inTree = (pid: number): boolean => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  let total = 0;
  for (const [pid, stat] of stats) if (inTree(pid)) total += stat.us;
  return total;
}

/** CPU of one process alone. */
export const cpuOf = (pid: number): number => statOf(pid)?.us ?? 0;

export const parentOf = (pid: number): number => statOf(pid)?.parent ?? 0;

/** Ticks of all cores so far: whatever they did, and what the hypervisor gave to other machines meanwhile. */
export function machineTicks(): { readonly all: number; readonly stolen: number } {
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  // user nice system idle iowait irq softirq steal; guests are counted in user.
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { all: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 };
}
