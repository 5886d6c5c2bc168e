import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The engine's own reader of scenarios, run beside: the command line shares no code with the engine. */
const PROGRAM = join(import.meta.dirname, '../../engine/src/programs/scenarios.ts');

/** The JSON document it prints. Throws with its words when it prints none. */
export async function runScenarioProgram<T>(args: readonly string[], env: NodeJS.ProcessEnv): Promise<T> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (said.trim() === '') throw new Error(complained.trim() || 'the scenarios could not be read');
  return JSON.parse(said) as T;
}
