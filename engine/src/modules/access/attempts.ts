import { Failure } from '../../kernel/failure.ts';
import { Recent } from '../../kernel/recent.ts';

/** Sign-in attempts per e-mail address and per network address, in memory: guessing is slowed, nobody is locked for good. */
export interface Attempts {
  /** Counts an attempt before it is judged. Failure: auth.locked. */
  begin(email: string | null, ip: string): void;
  /** It was right: earlier failures for this address are forgotten. */
  succeeded(email: string | null): void;
}

const WINDOW_MS = 15 * 60_000;
const PER_EMAIL_MAX = 8;
const PER_IP_MAX = 60;
/** At least so many addresses. */
const KEPT = 50_000;

export function createAttempts(now: () => number): Attempts {
  const times = new Recent<string, number[]>(KEPT);

  const count = (key: string, max: number): void => {
    const since = now() - WINDOW_MS;
    const recent = (times.get(key) ?? []).filter((time) => time > since);
    if (recent.length >= max)
      throw new Failure('policy', 'auth.locked', 'too many attempts; wait a few minutes');
    recent.push(now());
    times.set(key, recent);
  };

  return {
    begin(email, ip) {
      count(`ip ${ip}`, PER_IP_MAX);
      if (email !== null) count(`email ${email}`, PER_EMAIL_MAX);
    },
    succeeded(email) {
      if (email !== null) times.delete(`email ${email}`);
    },
  };
}
