import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { InclusionView } from '@atalaya/contract/journal.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import { logKey } from '../log-key.ts';
import { isJsonObject, readCanonical } from '../verify/canonical.ts';
import { type LogKey, readCheckpoint, readLogKey, signatureFault } from '../verify/note.ts';
import { hashLeaf, rootFromInclusion } from '../verify/tree.ts';

/** Asks for the proof and checks it here: the server is not taken at its word. */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: { type: 'string' }, out: { type: 'string' } },
  });
  const [text = '', ...more] = positionals;
  if (!/^[1-9]\d{0,15}$/.test(text) || more.length > 0) throw new UsageError('give the number of one entry');
  const proof = await apiClient(context).getInclusion({ params: { number: Number(text) } });
  const trusted = logKey(context, values.key);
  const faults = faultsOf(proof, trusted);
  if (values.out !== undefined) writeFileSync(values.out, bundleOf(proof));
  const ok = faults.length === 0;
  if (context.json) context.out(JSON.stringify({ ok, faults, ...proof }));
  else context.out(textOf(proof, faults, trusted, context));
  return ok ? EXIT.done : EXIT.refused;
}

function faultsOf(proof: InclusionView, trusted: LogKey | undefined): string[] {
  const faults: string[] = [];
  const leaf = hashLeaf(Buffer.from(proof.bytes));
  if (leaf.toString('hex') !== proof.leaf_hash) faults.push('the bytes do not hash to the leaf hash');
  const path = proof.path.map((hash) => Buffer.from(hash, 'hex'));
  const checkpoint = readCheckpoint(proof.checkpoint.note);
  const root = rootFromInclusion(proof.leaf_index, checkpoint?.size ?? 0, leaf, path);
  if (checkpoint === undefined || root?.equals(checkpoint.root) !== true) {
    faults.push('the proof does not lead to the root of the checkpoint');
  }
  const key = trusted ?? readLogKey(proof.verifier_key);
  const fault =
    key === undefined ? 'the verifier key cannot be read' : signatureFault(proof.checkpoint.note, key);
  if (fault !== undefined) faults.push(`checkpoint: ${fault}`);
  return faults;
}

function textOf(
  proof: InclusionView,
  faults: readonly string[],
  trusted: LogKey | undefined,
  { say }: Context,
): string {
  const { number, leaf_index: index, checkpoint, path } = proof;
  const lines = [
    proof.bytes,
    say({
      es: `entrada ${number} · hoja ${index} de ${checkpoint.size} · ${path.length} hashes hasta la raíz ${checkpoint.root}`,
      en: `entry ${number} · leaf ${index} of ${checkpoint.size} · ${path.length} hashes to the root ${checkpoint.root}`,
    }),
    ...faults.map((fault) => `✗ ${fault}`),
  ];
  if (faults.length === 0) {
    lines.push(
      say({ es: '✓ probada bajo el punto de control firmado', en: '✓ proved under the signed checkpoint' }),
    );
  }
  if (trusted === undefined) {
    lines.push(
      say({
        es: `(la llave es la que dice el propio servicio; compárela: ${proof.verifier_key})`,
        en: `(the key is the service’s own word; compare it: ${proof.verifier_key})`,
      }),
    );
  }
  return lines.join('\n');
}

/** A bundle of this one entry, for `atalaya verify --bundle`. */
function bundleOf(proof: InclusionView): string {
  const { value } = readCanonical(Buffer.from(proof.bytes));
  const { entity, type, schema, actor, subject, at } = isJsonObject(value) ? value : {};
  const { number, leaf_hash, leaf_index } = proof;
  const lines = [
    { bundle: 'atalaya-journal', v: 1, verifier_key: proof.verifier_key, from: number, to: number },
    {
      entry: {
        number,
        ...{ entity, type, schema, actor, subject, at },
        bytes: Buffer.from(proof.bytes).toString('base64'),
        leaf_hash,
        leaf_index,
        proof: proof.path,
      },
    },
    { checkpoint: proof.checkpoint.note },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
