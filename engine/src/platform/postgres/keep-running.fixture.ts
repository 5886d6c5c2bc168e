import { startEmbedded } from './embedded.ts';

/**
 * A parent to be killed in tests: starts the embedded server in argv[2], prints `{pid, runAs}` on a line, and stays until
 * its standard input closes, when it stops the server. A failure is printed as `{code, message}`.
 */
try {
  const server = await startEmbedded({ home: process.argv[2] ?? '', waitMs: Number(process.argv[3] ?? 0) });
  console.log(JSON.stringify({ pid: server.pid, runAs: server.runAs }));
  process.stdin.resume().on('end', () => void server.stop().then(() => process.exit(0)));
} catch (error) {
  console.log(
    JSON.stringify({
      code: error instanceof Error && 'code' in error ? error.code : 'unknown',
      message: String(error),
    }),
  );
  process.exit(1);
}
