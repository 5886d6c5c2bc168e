import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Client } from '@atalaya/contract/client.gen.ts';
import type { ImportMapping, ImportView } from '@atalaya/contract/imports.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import { fileStream } from '../file-stream.ts';
import { readImportMapping } from '../mapping.ts';
import { progressLine } from '../progress.ts';

const POLL_MS = 300;

interface Plan {
  readonly file: string;
  readonly name: string;
  readonly mapping: ImportMapping;
  readonly refused: string;
  /** Import anew even where the same file was imported before. */
  readonly again: boolean;
}

/** The command for one kind of file. */
export const importOf = (kind: ImportMapping['kind']) => ({
  run: async (args: readonly string[], context: Context): Promise<ExitCode> => {
    const plan = planOf(args, kind);
    const client = apiClient(context);
    const view = await follow(client, await begin(client, plan, context), context);
    return report(client, view, plan, context);
  },
});

function planOf(args: readonly string[], kind: ImportMapping['kind']): Plan {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      mapping: { type: 'string' },
      name: { type: 'string' },
      refused: { type: 'string' },
      again: { type: 'boolean' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('give one CSV file');
  if (values.mapping === undefined) throw new UsageError('give --mapping MAP.yaml');
  return {
    file,
    name: values.name ?? basename(file),
    mapping: readImportMapping(values.mapping, kind),
    refused: values.refused ?? `${file}.refused.csv`,
    again: values.again === true,
  };
}

/** Takes up an earlier import of the same file, or announces a new one and sends the file. */
async function begin(client: Client, plan: Plan, context: Context): Promise<ImportView> {
  const earlier = plan.again ? undefined : await findEarlier(client, plan, context);
  if (earlier === undefined || earlier.state === 'receiving') {
    const announced =
      earlier ?? (await client.createImport({ body: { name: plan.name, mapping: plan.mapping } }));
    return send(client, announced, plan, context);
  }
  if (earlier.state !== 'done') {
    context.err(context.say({ es: `Continúa ${earlier.id}.`, en: `Going on with ${earlier.id}.` }));
  }
  const stopped = earlier.state === 'paused' || earlier.state === 'failed';
  return stopped ? client.resumeImport({ params: { id: earlier.id }, body: {} }) : earlier;
}

/** The newest import of this very file (same kind and SHA-256), or one of its name still waiting for the file. */
async function findEarlier(client: Client, plan: Plan, context: Context): Promise<ImportView | undefined> {
  const { items } = await client.listImports({ query: { limit: 50 } });
  const candidates = items.filter(({ kind, name }) => kind === plan.mapping.kind && name === plan.name);
  if (candidates.length === 0) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(plan.file), hash);
  const sha256 = hash.digest('hex');
  const same =
    candidates.find((one) => one.sha256 === sha256) ?? candidates.find((one) => one.state === 'receiving');
  if (same?.state === 'done') {
    const said = {
      es: `Este archivo ya se importó (${same.id}); --again lo importa de nuevo.`,
      en: `This file was imported already (${same.id}); --again imports it anew.`,
    };
    context.err(context.say(said));
  }
  return same;
}

async function send(
  client: Client,
  announced: ImportView,
  plan: Plan,
  context: Context,
): Promise<ImportView> {
  const { size } = statSync(plan.file);
  const started = performance.now();
  const label = context.say({ es: 'enviando', en: 'sending' });
  const { stream, cancel } = fileStream(plan.file, (sent) =>
    context.progress(progressLine(label, sent, size, { seconds: (performance.now() - started) / 1000 })),
  );
  try {
    return await client.putImportFile({ params: { id: announced.id }, body: stream, type: 'text/csv' });
  } finally {
    cancel();
  }
}

const isSettled = ({ state }: ImportView): boolean =>
  state === 'done' || state === 'failed' || state === 'paused';

async function follow(client: Client, first: ImportView, context: Context): Promise<ImportView> {
  let view = first;
  while (!isSettled(view)) {
    const rows = `${view.rows_read} ${context.say({ es: 'filas', en: 'rows' })}`;
    const left = view.seconds_left === undefined ? {} : { left: view.seconds_left };
    context.progress(progressLine(rows, view.bytes_read, view.bytes, left));
    await setTimeout(POLL_MS);
    view = await client.getImport({ params: { id: first.id } });
  }
  return view;
}

async function report(client: Client, view: ImportView, plan: Plan, context: Context): Promise<ExitCode> {
  const refusedFile = view.rows_refused > 0 ? plan.refused : undefined;
  if (refusedFile !== undefined) {
    const reply = await client.getRefusedRows({ params: { id: view.id } });
    if (reply.body !== null) await pipeline(reply.body, createWriteStream(refusedFile));
  }
  if (context.json) context.out(JSON.stringify({ ...view, refused_file: refusedFile ?? null }));
  else {
    const { rows_read: read, rows_accepted: accepted, rows_repeated: repeated, rows_refused: refused } = view;
    context.out(
      context.say({
        es: `${view.id} ${view.state}: ${read} filas, ${accepted} aceptadas, ${repeated} repetidas, ${refused} rechazadas`,
        en: `${view.id} ${view.state}: ${read} rows, ${accepted} accepted, ${repeated} repeated, ${refused} refused`,
      }),
    );
    if (refusedFile !== undefined) {
      context.out(
        context.say({
          es: `Las rechazadas están en ${refusedFile}`,
          en: `The refused rows are in ${refusedFile}`,
        }),
      );
    }
    if (view.failure !== undefined) context.err(view.failure);
  }
  return view.state === 'done' && view.rows_refused === 0 ? EXIT.done : EXIT.refused;
}
