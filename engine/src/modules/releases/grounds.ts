import type { Event } from '@atalaya/contract/activity.ts';
import type { Ground } from '@atalaya/contract/releases.ts';
import { joinPersonal } from '../activity/event.ts';
import { type Gathered, observationOf } from '../decisions/observe.ts';
import type { PastDecision } from '../decisions/past.ts';
import type { Observation } from '../monitoring/observation.ts';
import type { RuleSet } from '../monitoring/rule-set.ts';
import { endedScenarios } from '../monitoring/standing.ts';
import type { ScreeningPort } from '../screening/screening.ts';
import type { ExposurePort } from '../tracing/exposure-port.ts';

/** What lists, tags and the chain say now. */
export interface GroundPorts {
  readonly screening: ScreeningPort;
  readonly exposure?: ExposurePort;
}

/** From this likeness on, the party across is the customer: what is known of the one holds for the other. */
const OWN_NAME = 90;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What was gathered for a past event, with what lists, tags and the chain say now in the place of what they said then. */
function gatheredNow({ screening, exposure }: GroundPorts, event: Event, before: Gathered): Gathered {
  const { wallet_listed: _w, name_listed: _n, lists: _l, tags: _t, exposure: _e, ...kept } = before;
  const after: Mutable<Gathered> = { ...kept };
  const wallet = 'wallet' in event ? event.wallet : undefined;
  const party = 'counterparty' in event ? event.counterparty : undefined;
  const lists = new Set<string>();
  if (wallet !== undefined) {
    const said = screening.screenAddress(wallet.network, wallet.address);
    after.wallet_listed = said.listed;
    if (said.tags.length > 0) after.tags = [...said.tags].sort();
    for (const list of said.lists) lists.add(list);
  }
  if (party?.name !== undefined) {
    const own = (before.name_score ?? 0) >= OWN_NAME;
    const said = screening.screenParty({
      name: party.name,
      kind: party.kind ?? null,
      country: party.country ?? null,
      birthYear: own ? (before.customer.birth_year ?? null) : null,
    });
    after.name_listed = said.listed;
    for (const list of said.lists) lists.add(list);
  }
  if (lists.size > 0) after.lists = [...lists].sort();
  if (
    exposure !== undefined &&
    wallet !== undefined &&
    (event.type === 'deposit' || event.type === 'withdrawal')
  ) {
    const direction = event.type === 'deposit' ? 'received' : 'sent';
    const figures = exposure.of(wallet.network, wallet.address, event.asset, direction);
    if (figures !== null) after.exposure = figures;
  }
  return after;
}

/** A past decision asked again: which of its scenarios would fire no more, and what is gone that they fired for. */
export interface AskedAgain {
  readonly ended: readonly string[];
  readonly grounds: readonly Ground[];
}

/** Which findings of a past decision rest on nothing any more. Pure but for the lookups. `ruleSet`: the one that decided. */
export function askAgain(ports: GroundPorts, past: PastDecision, ruleSet: RuleSet): AskedAgain {
  const { body, data, personal, observation: before } = past;
  const event = joinPersonal(data.event, personal);
  const gathered = gatheredNow(ports, event, data.gathered);
  const who = {
    id: past.id,
    entity: body.entity,
    customer: data.customer,
    occurredAt: before.at,
    recordedAt: Date.parse(body.at),
  };
  const after = observationOf(who, event, gathered, before.takesBack);
  const record = { ...data.facts, ...(personal?.facts ?? {}) };
  const fired = data.findings.filter(({ report }) => report === undefined).map(({ scenario }) => scenario);
  return {
    ended: endedScenarios(ruleSet, { record, before, after }, fired),
    grounds: goneBetween(before, after, data.lists, ports.screening.versions()),
  };
}

/** What was said then and is not now. */
function goneBetween(
  before: Observation,
  after: Observation,
  versionsBefore: Readonly<Record<string, string>>,
  versionsAfter: Readonly<Record<string, string>>,
): Ground[] {
  const lists = before.screening.lists
    .filter((list) => !after.screening.lists.includes(list))
    .map((code): Ground => {
      const [then, now] = [versionsBefore[code], versionsAfter[code]];
      return {
        kind: 'list',
        code,
        ...(then === undefined ? {} : { before: then }),
        ...(now === undefined ? {} : { after: now }),
      };
    });
  const tags = before.screening.tags
    .filter((tag) => !after.screening.tags.includes(tag))
    .map((code): Ground => ({ kind: 'tag', code }));
  const exposed = Object.keys(before.exposure?.of ?? {})
    .filter((category) => after.exposure !== null && after.exposure.of[category] === undefined)
    .map((code): Ground => ({ kind: 'exposure', code }));
  return [...lists, ...tags, ...exposed];
}
