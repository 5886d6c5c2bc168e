import type { Context } from './context.ts';
import type { Said } from './language.ts';
import type { BundleReport } from './verify/bundle.ts';
import type { Kind, Problem } from './verify/findings.ts';
import type { VerifyReport } from './verify/verify.ts';

/** What each word means, for people. */
const MEANING: Readonly<Record<Kind, Said>> = {
  content_changed: { es: 'contenido cambiado', en: 'content changed' },
  link_broken: { es: 'cadena rota', en: 'link broken' },
  signature_invalid: { es: 'firma inválida', en: 'signature invalid' },
  checkpoint_missing: { es: 'falta un punto de control', en: 'checkpoint missing' },
  state_differs: { es: 'el estado no es lo que dicen las entradas', en: 'state differs from the entries' },
};

function problemLines(
  problems: readonly Problem[],
  counts: Readonly<Partial<Record<Kind, number>>>,
  { language, say }: Context,
): string[] {
  const lines: string[] = [];
  for (const kind of Object.keys(MEANING)) {
    const own = problems.filter((problem) => problem.kind === kind);
    const [first] = own;
    if (first === undefined) continue;
    const count = counts[first.kind] ?? own.length;
    lines.push('', `${first.kind} · ${MEANING[first.kind][language]} · ${count}`);
    lines.push(...own.map(({ message }) => `  ✗ ${message}`));
    if (count > own.length) lines.push(`  … ${count - own.length} ${say({ es: 'más', en: 'more' })}`);
  }
  return lines;
}

const verdict = (ok: boolean, { say }: Context): string =>
  ok
    ? say({ es: '✓ Todo lo recalculado coincide.', en: '✓ Everything recomputed agrees.' })
    : say({ es: '✗ Hay problemas:', en: '✗ There are problems:' });

/** A verification of a database as people read it. */
export function verifyText(report: VerifyReport, context: Context): string {
  const { say, language } = context;
  const n = (value: number): string => new Intl.NumberFormat(language).format(value);
  const { state, log, unsealed, boxes } = report;
  const lines = [
    say({
      es: `${n(report.entries)} entradas leídas y sus hashes recalculados`,
      en: `${n(report.entries)} entries read and their hashes recomputed`,
    }),
    say({
      es: `${n(report.leaves)} hojas en ${n(report.tiles)} teselas; ${n(report.roots)} de ${n(report.checkpoints)} puntos de control con la misma raíz`,
      en: `${n(report.leaves)} leaves in ${n(report.tiles)} tiles; ${n(report.roots)} of ${n(report.checkpoints)} checkpoints with the same root`,
    }),
  ];
  if (log !== null) {
    lines.push(
      say({
        es: `${n(log.notes)} notas en checkpoints.log (${log.torn} cortadas, ${log.skipped} omitidas por una caída)`,
        en: `${n(log.notes)} notes in checkpoints.log (${log.torn} cut short, ${log.skipped} skipped by a crash)`,
      }),
    );
  }
  if (state !== null) {
    lines.push(
      say({
        es: `${n(state.rows)} filas de ${n(state.tables)} tablas comparadas con las entradas`,
        en: `${n(state.rows)} rows of ${n(state.tables)} tables held against the entries`,
      }),
      say({
        es: `${n(boxes.opened)} sobres abiertos, ${n(boxes.closed)} cerrados por falta de llave, ${n(boxes.erased)} de personas borradas; ${n(state.unreadable)} valores sin comprobar`,
        en: `${n(boxes.opened)} boxes opened, ${n(boxes.closed)} closed for lack of a key, ${n(boxes.erased)} of erased persons; ${n(state.unreadable)} values not checked`,
      }),
    );
  }
  if (unsealed.entries > 0) {
    lines.push(
      say({
        es: `unsealed: ${n(unsealed.entries)} entradas más jóvenes que el último punto de control (desde ${unsealed.oldest})`,
        en: `unsealed: ${n(unsealed.entries)} entries younger than the last checkpoint (since ${unsealed.oldest})`,
      }),
    );
  }
  lines.push(
    ...report.not_checked.map((what) => `${say({ es: 'sin comprobar', en: 'not checked' })}: ${what}`),
  );
  lines.push(`${report.seconds} s`, '', verdict(report.ok, context));
  return [...lines, ...problemLines(report.problems, report.counts, context)].join('\n');
}

/** A verification of a bundle as people read it. */
export function bundleText(report: BundleReport, context: Context): string {
  const { say } = context;
  const { checkpoint } = report;
  const lines = [
    say({
      es: `${report.entries} entradas, de la ${report.from} a la ${report.to}`,
      en: `${report.entries} entries, from ${report.from} to ${report.to}`,
    }),
    checkpoint === null
      ? say({ es: 'sin punto de control', en: 'no checkpoint' })
      : `${checkpoint.origin} · ${checkpoint.size} · ${checkpoint.root}`,
    `${say({ es: 'llave', en: 'key' })}: ${report.key}`,
  ];
  if (report.key_from === 'bundle') {
    lines.push(
      say({
        es: '  es la que dice el propio paquete: compárela con la publicada, o dé --key',
        en: '  it is the bundle’s own word: compare it with the published one, or give --key',
      }),
    );
  }
  if (report.leaves_between > 0) {
    lines.push(
      say({
        es: `${report.leaves_between} hojas entre la primera y la última no están en el paquete`,
        en: `${report.leaves_between} leaves between the first and the last are not in the bundle`,
      }),
    );
  }
  lines.push(`${report.seconds} s`, '', verdict(report.ok, context));
  return [...lines, ...problemLines(report.problems, report.counts, context)].join('\n');
}
