import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '../../../../../../tools/xerces/Validate.java');

/** Whether this `java` can run a source file: a JRE, or a JDK before 11, cannot. */
export function runsSources(java: string): boolean {
  try {
    const modules = execFileSync(java, ['--list-modules'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^jdk\.compiler@(1[1-9]|[2-9]\d)/m.test(modules);
  } catch {
    return false;
  }
}

export interface XercesVerdict {
  readonly valid: boolean;
  readonly line: number;
  readonly message: string;
}

function readVerdict(line: string): XercesVerdict {
  const [word, at = '0', message = ''] = line.split('\t');
  return {
    valid: word === 'valid',
    line: Number(at),
    message: Buffer.from(message, 'base64').toString('utf8'),
  };
}

/** The verdict of the JDK's Xerces on each document, in one run of the virtual machine. `java`: path of a JDK's. */
export function validateWithXerces(
  java: string,
  schema: Uint8Array,
  documents: readonly Uint8Array[],
): XercesVerdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'xerces-'));
  try {
    const xsd = join(folder, 'schema.xsd');
    writeFileSync(xsd, schema);
    const paths = documents.map((_, index) => join(folder, `${index}.xml`));
    for (const [index, path] of paths.entries()) writeFileSync(path, documents[index] ?? '');
    const list = join(folder, 'list.txt');
    writeFileSync(list, paths.join('\n'));
    const answer = execFileSync(java, [PROGRAM, xsd, list], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return answer.trimEnd().split('\n').map(readVerdict);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
