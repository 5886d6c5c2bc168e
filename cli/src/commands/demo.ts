import type { Context, ExitCode } from '../context.ts';
import { EXIT } from '../context.ts';

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { runDemo } = await import('../demo/demo.ts');
  await runDemo(args, context);
  return EXIT.done;
}
