import type { BacktestResult, DiffExample, LabelQuality } from '@atalaya/contract/backtests.ts';
import type { Context } from './context.ts';

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;

/** What one rule-set gains and loses against another, for a terminal or a comment of CI. */
export function diffText(result: BacktestResult, context: Context): string {
  const { side, against, diff } = result;
  if (against === undefined || diff === undefined) return '';
  const { say, language } = context;
  const number = new Intl.NumberFormat(language);
  const rows = diff.scenarios.map(
    ({ scenario, alerts, hours }) =>
      `  ${scenario.padEnd(34)} +${alerts.gained} −${alerts.lost} =${alerts.kept}  ${signed(hours)} h`,
  );
  const words = say({ es: 'eventos', en: 'events' });
  return [
    `${against.rule_set} → ${side.rule_set} · ${number.format(result.events)} ${words} · ${number.format(result.events_per_second)}/s`,
    say({
      es: `alertas: ${against.alerts} → ${side.alerts}  (+${diff.alerts.gained} −${diff.alerts.lost}, ${signed(diff.hours)} horas de analista a ${result.minutes_per_alert} min)`,
      en: `alerts: ${against.alerts} → ${side.alerts}  (+${diff.alerts.gained} −${diff.alerts.lost}, ${signed(diff.hours)} analyst hours at ${result.minutes_per_alert} min)`,
    }),
    ...evaluationText(result, context),
    ...qualityText(against.quality, side.quality, context),
    ...(rows.length === 0 ? [say({ es: '  ningún escenario difiere', en: '  no scenario differs' })] : rows),
    ...diff.examples.slice(0, EXAMPLES_MAX).map((example) => exampleText(example, context)),
  ].join('\n');
}

const EXAMPLES_MAX = 20;

/** Of how many scenarios the decisions told already what they find. */
function evaluationText({ evaluation }: BacktestResult, { say }: Context): string[] {
  if (evaluation === undefined || evaluation.mode === 'all') return [];
  const { evaluated, recorded, unknown_versions: unknown } = evaluation;
  const known = say({
    es: `escenarios evaluados: ${evaluated}; tomados de lo registrado: ${recorded} (--evaluate all los evalúa todos)`,
    en: `scenarios evaluated: ${evaluated}; taken from the record: ${recorded} (--evaluate all evaluates them all)`,
  });
  if (unknown === undefined) return [known];
  return [
    known,
    say({
      es: `  ${unknown} de las versiones que decidieron ya no se conocen aquí: se evaluó todo`,
      en: `  ${unknown} of the versions that decided are not known here any more: everything was evaluated`,
    }),
  ];
}

function qualityText(
  before: LabelQuality | undefined,
  after: LabelQuality | undefined,
  { say }: Context,
): string[] {
  if (before === undefined || after === undefined) return [];
  return [
    say({
      es: `precisión ${percent(before.precision)} → ${percent(after.precision)} · cobertura ${percent(before.recall)} → ${percent(after.recall)}`,
      en: `precision ${percent(before.precision)} → ${percent(after.precision)} · recall ${percent(before.recall)} → ${percent(after.recall)}`,
    }),
  ];
}

const exampleText = (
  { change, scenario, event_id, customer_id, occurred_at, text }: DiffExample,
  { language }: Context,
): string =>
  `  ${change === 'gained' ? '+' : '−'} ${scenario} · ${event_id} · ${customer_id} · ${occurred_at.slice(0, 16)}\n      ${text[language]}`;
