import { atalaya } from './atalaya.ts';

/** `npm run -s atalaya -- <command>`. */
process.exitCode = await atalaya(process.argv.slice(2), process.env, {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
});
