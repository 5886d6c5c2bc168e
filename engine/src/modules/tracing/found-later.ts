import { SEVERITIES, type Severity } from '@atalaya/contract/decisions.ts';
import { literals } from '@atalaya/contract/schema.ts';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { type ExposureFoundData, exposureFoundLater } from './exposure-events.ts';
import { EXPOSURE_CATEGORIES, type ExposurePort } from './exposure-port.ts';

/** Scenario 4: past deposits and withdrawals looked at again with what is known now; only what is new is raised. */
const Rule = Type.Object(
  {
    category: Type.String(),
    min_share: Type.Number({ minimum: 0, maximum: 100 }),
    min_usd: Type.Number({ minimum: 0 }),
    severity: literals(SEVERITIES),
    /** Farther away it is no finding of the past. */
    max_hops: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    known_by: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
const Override = Type.Object(
  {
    jurisdiction: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    risk: Type.Optional(Type.String()),
    rules: Type.Array(Rule),
  },
  { additionalProperties: false },
);
const LaterRules = Type.Object(
  {
    years: Type.Integer({ minimum: 1, maximum: 10 }),
    rules: Type.Array(Rule),
    overrides: Type.Array(Override),
  },
  { additionalProperties: false },
);
type LaterRule = Static<typeof Rule>;
export type LaterRules = Static<typeof LaterRules>;

const check = Compile(LaterRules);

/** Failure: scenarios.invalid. */
export function readLaterRules(file: string, text: string): LaterRules {
  const rules: unknown = parse(text);
  if (!check.Check(rules)) {
    const [first] = check.Errors(rules);
    throw new Failure(
      'caller',
      'scenarios.invalid',
      `${file}: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
    );
  }
  const unknown = rules.rules.find(({ category }) => !Object.hasOwn(EXPOSURE_CATEGORIES, category));
  if (unknown !== undefined)
    throw new Failure(
      'caller',
      'scenarios.invalid',
      `${file}: ${unknown.category} is no category of exposure`,
    );
  return rules;
}

/** A past deposit or withdrawal on chain, with who it was for. */
export interface PastEvent {
  readonly id: string;
  readonly entity: string;
  readonly jurisdiction: string;
  readonly customer: string;
  readonly risk: string | null;
  readonly type: 'deposit' | 'withdrawal';
  readonly network: string;
  readonly address: string;
  readonly asset: string;
  /** US cents. */
  readonly value_usd: number | null;
  /** What was found then. */
  readonly scenarios: readonly string[];
  /** Categories found later already. */
  readonly found: readonly string[];
}

const CENTS = 100;
const PPM_PER_PERCENT = 10_000;

const rulesFor = ({ rules, overrides }: LaterRules, event: PastEvent): readonly LaterRule[] => {
  const own = overrides
    .filter(
      ({ jurisdiction, risk }) =>
        (jurisdiction ?? event.jurisdiction) === event.jurisdiction && (risk ?? event.risk) === event.risk,
    )
    .flatMap((override) => override.rules);
  const replaced = new Set(own.map(({ category }) => category));
  return [...own, ...rules.filter(({ category }) => !replaced.has(category))];
};

/** What is new about an event. Pure but for the lookup. */
export function foundNow(
  rules: LaterRules,
  exposure: ExposurePort,
  event: PastEvent,
): Omit<ExposureFoundData, 'id'>[] {
  const direction = event.type === 'deposit' ? 'received' : 'sent';
  const figures = exposure.of(event.network, event.address, event.asset, direction);
  if (figures === null) return [];
  return rulesFor(rules, event).flatMap((rule) => {
    const category = figures.of[rule.category];
    if (category === undefined || event.found.includes(rule.category)) return [];
    if (rule.known_by.some((scenario) => event.scenarios.includes(scenario))) return [];
    const exposed =
      event.value_usd === null ? null : Math.floor((event.value_usd / 1_000_000) * category.share);
    if (category.hops > (rule.max_hops ?? category.hops)) return [];
    const direct = category.hops === 1;
    const enough =
      category.share >= rule.min_share * PPM_PER_PERCENT &&
      (exposed === null || exposed >= rule.min_usd * CENTS);
    if (!direct && !enough) return [];
    return [
      {
        customer: event.customer,
        category: rule.category,
        share_ppm: category.share,
        hops: category.hops,
        value_usd: event.value_usd,
        asset: event.asset,
        tags_version: figures.tags,
        as_of_block: figures.block,
        findings: [reasonOf(rule.category, rule.severity, category, exposed)],
      },
    ];
  });
}

function reasonOf(
  category: string,
  severity: Severity,
  { share, hops }: { share: number; hops: number },
  exposed: number | null,
): ExposureFoundData['findings'][number] {
  const percent = (share / PPM_PER_PERCENT).toFixed(2);
  return {
    scenario: 'exposure-found-later',
    severity,
    outcome: 'review',
    title: {
      es: 'Exposición descubierta después',
      pt: 'Exposição descoberta depois',
      en: 'Exposure found out later',
    },
    text: {
      es: `Con lo que se sabe ahora, al menos ${percent} % del dinero llega a ${category} en ${hops} saltos. Lo decidido entonces no cambia.`,
      pt: `Com o que se sabe agora, pelo menos ${percent} % do dinheiro chega a ${category} em ${hops} saltos. O decidido então não muda.`,
      en: `With what is known now, at least ${percent} % of the money leads to ${category} in ${hops} hops. What was decided then does not change.`,
    },
    values: [
      { name: `exposure.${category}_share`, kind: 'fact', value: Math.floor(share / 100), unit: 'percent' },
      { name: `exposure.${category}_hops`, kind: 'fact', value: hops, unit: 'count' },
      ...(exposed === null
        ? []
        : [{ name: `exposure.${category}_usd`, kind: 'fact' as const, value: exposed, unit: 'usd' }]),
    ],
  };
}

/** Writes what is new: one entry for each event and category. */
export const recordFound = (
  tx: Tx,
  journal: Journal,
  found: readonly { readonly event: PastEvent; readonly data: Omit<ExposureFoundData, 'id'> }[],
): Promise<unknown> =>
  journal.recordMany(
    tx,
    exposureFoundLater,
    found.map(({ event, data }) => ({
      entity: event.entity,
      actor: 'system:tracing',
      subject: event.id,
      data: { id: newId('exf'), ...data },
    })),
  );
