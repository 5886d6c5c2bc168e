import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildClient } from './contract/client.ts';
import { buildOpenApi } from './contract/openapi.ts';
import { buildApiPage, buildErrorsPage } from './contract/pages.ts';
import { formatted, ROOT } from './contract/text.ts';

/**
 * `node tools/contract.ts` writes what is generated from the contract; `--check` writes nothing and ends with 1 when a
 * file on disk is not what the contract says.
 */
const FILES: Readonly<Record<string, () => string>> = {
  'docs/reference/openapi.json': buildOpenApi,
  'docs/reference/api.md': buildApiPage,
  'docs/reference/errors.md': buildErrorsPage,
  'contract/src/client.gen.ts': buildClient,
};

const check = process.argv.includes('--check');
const drifted: string[] = [];
for (const [path, build] of Object.entries(FILES)) {
  const file = join(ROOT, path);
  const wanted = formatted(path, build());
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) continue;
  drifted.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

if (drifted.length === 0) console.log('the generated files say what the contract says');
else if (!check) console.log(`written: ${drifted.join(', ')}`);
else {
  console.error(
    `not what the contract says: ${drifted.join(', ')}\nrun \`node tools/contract.ts\` and commit`,
  );
  process.exitCode = 1;
}
