import { isFailure } from '../kernel/failure.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { openSupervised } from './supervise.ts';

/**
 * `node engine/src/programs/serve.ts`: the product in one process. Prints one line of JSON when it takes requests. Ends in
 * order on SIGTERM and SIGINT, also while it still starts: takes no more, answers what it accepted, then stops; a second
 * signal, or a database that stays away, ends it at once. What it cannot work with is told as a coded failure, exit code 1.
 */
const END_MS_MAX = 30_000;

const fail = (error: unknown): never => {
  process.stderr.write(
    isFailure(error) ? `${error.code}: ${error.message}\n` : `${(error as Error).stack}\n`,
  );
  process.exit(1);
};

const config = readConfig();
const log = createLog(config.logLevel);
const opening = openSupervised(config, log);
opening.catch(fail);

let ending = false;
const stop = (signal: string): void => {
  if (ending) process.exit(1);
  ending = true;
  log.info({ signal }, 'ending');
  setTimeout(() => process.exit(1), END_MS_MAX);
  opening.then(({ end }) => end()).then(() => process.exit(0), fail);
};
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));

const { house, fatal } = await opening;
void fatal.then(fail);
const url = await house.listen(config.host, config.port);
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
