import type { ReportView } from '@atalaya/contract/reports.ts';

type Preview = ReportView['preview'][number];

export interface FormLine {
  readonly path: string;
  readonly label: Preview['label'] | undefined;
  readonly value: string;
  readonly original: string | undefined;
  readonly losses: ReportView['lossy'];
  readonly findings: ReportView['rules'];
}

export interface FormGroup {
  /** The path of the group's element, e.g. `informe/aviso/alerta`. */
  readonly path: string;
  readonly lines: readonly FormLine[];
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/**
 * The preview, in the authority's own order, as groups of lines; each line with the losses and rule findings about it.
 * What a rule says of a path that the form does not show becomes a line of its own in its group, without a value.
 */
export function formGroups(report: Pick<ReportView, 'preview' | 'rules' | 'lossy'>): FormGroup[] {
  const shown = new Set(report.preview.map(({ path }) => path));
  const lines: FormLine[] = report.preview.map((field) => ({
    path: field.path,
    label: field.label,
    value: field.value,
    original: field.original,
    losses: report.lossy.filter(({ path }) => path === field.path),
    findings: report.rules.filter(({ path }) => path === field.path),
  }));
  const strays = [...new Set(report.rules.map(({ path }) => path))].filter((path) => !shown.has(path));
  for (const path of strays) {
    const line: FormLine = {
      path,
      label: undefined,
      value: '',
      original: undefined,
      losses: [],
      findings: report.rules.filter((finding) => finding.path === path),
    };
    const after = lines.findLastIndex((known) => parentOf(known.path) === parentOf(path));
    lines.splice(after < 0 ? lines.length : after + 1, 0, line);
  }
  const groups: { path: string; lines: FormLine[] }[] = [];
  for (const line of lines) {
    const path = parentOf(line.path);
    const last = groups.at(-1);
    if (last?.path === path) last.lines.push(line);
    else groups.push({ path, lines: [line] });
  }
  return groups;
}

/** The last two named elements of a path without their places: `deposito[2]` tells its number apart. */
export function elementOf(path: string): { readonly name: string; readonly place: string | undefined } {
  const last = path.split('/').at(-1) ?? '';
  const match = /^(.*?)(?:\[(\d+)\])?$/.exec(last);
  return { name: match?.[1] ?? last, place: match?.[2] };
}
