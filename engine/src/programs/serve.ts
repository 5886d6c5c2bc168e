import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { startOrConnect } from '../platform/postgres/connect.ts';
import { openHouse } from './house.ts';

/**
 * `node engine/src/programs/serve.ts`: the product in one process. Ends in order on SIGTERM and SIGINT: takes no more,
 * answers what it accepted, then stops.
 */
const config = readConfig();
const log = createLog(config.logLevel);
const postgres = await startOrConnect({ ...config, log: (line) => log.info(line) });
const house = await openHouse({ connection: postgres.connection, home: config.home, log });
const url = await house.listen(config.host, config.port);
if (postgres.kind === 'embedded')
  writeFileSync(join(config.home, 'postgres.json'), JSON.stringify(postgres.connection), { mode: 0o600 });
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);

let ending = false;
const end = async (signal: string): Promise<void> => {
  if (ending) return;
  ending = true;
  log.info({ signal }, 'ending');
  await house.close();
  await postgres.stop();
  process.exit(0);
};
process.on('SIGTERM', () => void end('SIGTERM'));
process.on('SIGINT', () => void end('SIGINT'));
