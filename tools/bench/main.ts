import { benchDecisions } from './decisions.ts';
import { benchDetection } from './detection.ts';
import { benchExplain } from './explain.ts';
import { benchRescreen } from './rescreen.ts';
import { printResults } from './results.ts';
import { benchScreening } from './screening.ts';
import { benchScreeningQuality } from './screening-quality.ts';
import { benchTracing } from './tracing.ts';

/** `npm run -s bench -- NAME [--json] [--seconds N] [--customers N] [--cases a,b] [--full] [--lists]` */
const [name, ...args] = process.argv.slice(2);

function numberAfter(flag: string, otherwise: number): number {
  const at = args.indexOf(flag);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${flag} takes a number above 0`);
  return value;
}

function namesAfter(flag: string): string[] {
  const at = args.indexOf(flag);
  return at < 0 ? [] : (args[at + 1] ?? '').split(',').filter((item) => item !== '');
}

const full = args.includes('--full');

const benches: Readonly<Record<string, () => Promise<Parameters<typeof printResults>[1]>>> = {
  decisions: () =>
    benchDecisions({
      seconds: numberAfter('--seconds', 10),
      customers: numberAfter('--customers', 2000),
      only: namesAfter('--cases'),
      known: numberAfter('--known', 1_000_000),
      restart: full
        ? { customers: 1_000_000, events: 10_000_000 }
        : { customers: 100_000, events: 1_000_000 },
      events: numberAfter('--events', full ? 1_000_000 : 200_000),
      lists: args.includes('--lists'),
    }),
  detection: () =>
    benchDetection({ seeds: numberAfter('--seeds', 5), customers: numberAfter('--customers', 2000) }),
  explain: () =>
    benchExplain({
      events: numberAfter('--events', 100_000),
      customers: numberAfter('--customers', 2000),
      hot: numberAfter('--hot', 20_000),
    }),
  rescreen: async () => [await benchRescreen({ customers: numberAfter('--customers', 1_000_000) })],
  screening: () => benchScreening(namesAfter('--cases')),
  'screening-quality': () => benchScreeningQuality(namesAfter('--pairs')[0]),
  tracing: () => benchTracing(namesAfter('--cases')),
};

const bench = benches[name ?? ''];
if (bench === undefined) {
  process.stderr.write(
    `usage: npm run -s bench -- ${Object.keys(benches).join('|')} [--json] [--seconds N] [--customers N]\n`,
  );
  process.exitCode = 2;
} else printResults(name ?? '', await bench(), args.includes('--json'));
