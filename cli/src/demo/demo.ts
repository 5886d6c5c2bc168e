import { parseArgs } from 'node:util';
import { apiClient, type Context, UsageError } from '../context.ts';
import { playExchange } from './run-demo.ts';

const DEFAULTS = { seed: 'atalaya', customers: 300, days: 30, rate: 1 } as const;

/**
 * `atalaya demo [--seed TEXT] [--customers N] [--days N] [--start INSTANT] [--resume] [--rate PER_SECOND]
 * [--stop-after N] [--without-list]`. `--resume` goes on with a world that was told before.
 */
export async function runDemo(args: readonly string[], context: Context): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      customers: { type: 'string' },
      days: { type: 'string' },
      rate: { type: 'string' },
      'stop-after': { type: 'string' },
      'without-list': { type: 'boolean' },
      start: { type: 'string' },
      resume: { type: 'boolean' },
    },
  });
  if (values.resume === true && values.start === undefined) {
    throw new UsageError('--resume needs the --start of the world that was told');
  }
  const number = (name: 'customers' | 'days' | 'rate' | 'stop-after', least: number): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < least) {
      throw new UsageError(`--${name} is a number from ${least}`);
    }
    return name === 'rate' ? value : Math.floor(value);
  };
  const summary = await playing(context, {
    seed: values.seed ?? DEFAULTS.seed,
    customers: number('customers', 1) ?? DEFAULTS.customers,
    historyDays: number('days', 1) ?? DEFAULTS.days,
    rate: number('rate', 0) ?? DEFAULTS.rate,
    stopAfter: number('stop-after', 0),
    watchlist: values['without-list'] !== true,
    start: values.start,
    resume: values.resume === true,
  });
  if (context.json) context.out(JSON.stringify(summary));
}

type Wishes = Pick<
  Parameters<typeof playExchange>[1],
  'seed' | 'customers' | 'historyDays' | 'rate' | 'stopAfter' | 'watchlist' | 'start' | 'resume'
>;

/** Plays until it is done, or until asked to stop (Ctrl-C, SIGTERM), which still lets what was told be answered. */
async function playing(context: Context, wishes: Wishes) {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await playExchange(apiClient(context), {
      ...wishes,
      language: context.language,
      // A parent that forked us wants to know when the exchange has a past.
      historyTold: () => process.send?.({ historyTold: true }),
      log: context.json ? context.err : context.out,
      signal: stopping.signal,
    });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
