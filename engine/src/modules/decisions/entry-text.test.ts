import { assetOf } from '@atalaya/contract/assets.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../kernel/canonical.ts';
import { instantOf } from '../../kernel/instant.ts';
import { open } from '../../kernel/sealing.ts';
import { openPart, personalPart, readEvent } from '../activity/event.ts';
import { PriceBook } from '../activity/prices.ts';
import type { KnownCustomer } from '../customers/known.ts';
import { thresholdsOf } from '../jurisdictions/thresholds.ts';
import { compileRuleSet } from '../monitoring/rule-set.ts';
import { readScenarioFiles } from '../monitoring/testing/catalogue.ts';
import { answeredBefore, answerText, readAnswer } from './answer.ts';
import { createAssessor } from './assess.ts';
import { sealedEntry } from './entry-text.ts';
import type { DecidedData } from './events.ts';
import { LiveMonitor } from './monitor.ts';
import { sealText } from './writing/boxes.ts';

const ENTITY = 'ent_test';
const START = '2026-05-01T00:00:00.000Z';
const NOW = Date.parse('2026-06-15T00:00:00.000Z');
const peso = assetOf('MXN');
if (peso === undefined) throw new Error('MXN is not an asset');
const currency = peso;

function assessorOf(listed: boolean) {
  return createAssessor({
    monitor: new LiveMonitor(compileRuleSet(readScenarioFiles())),
    prices: new PriceBook(),
    entity: () => ({ id: ENTITY, jurisdiction: 'MX', currency, thresholds: thresholdsOf('MX') }),
    screening: {
      screenAddress: () => ({ listed, lists: listed ? ['ofac'] : [], tags: [] }),
      screenParty: () => ({ listed: false, lists: [] }),
      nameLikeness: () => 40,
      versions: () => ({ ofac: 'snp_1' }),
    },
  });
}

const known = (reference: string): KnownCustomer => ({
  id: `cus_${reference}`,
  entity: ENTITY,
  reference,
  kind: 'person',
  relationship: 'active',
  name: 'Ana Ríos',
  country: 'MX',
  registeredAt: instantOf(0),
  birthYear: 1980,
  rating: 'low',
  incomeMonthly: { asset: 'MXN', amount: '20000' },
  volumeMonthly: null,
  occupation: null,
  purpose: 'savings',
  pep: null,
  licensedExchanger: null,
  erased: false,
});

const world = createWorld({ seed: 'entry', customers: 150, start: START, days: 30 });
const events = [...world.events()].slice(0, 150).map((item) => item.event);

describe('the entry of a decision, written by hand', () => {
  test('is the canonical text of its body, and its answer is made of it', () => {
    const assessor = assessorOf(true);
    const key = new Uint8Array(32).fill(7);
    const outcomes = new Set<string>();
    assessor.mark();
    for (const event of events) {
      const observed = readEvent(event, NOW);
      const customer = { known: known(event.customer), sealingKey: key };
      const { entry, text, personal } = assessor.assess(ENTITY, 'key_1', customer, observed, instantOf(NOW), {
        takingBack: null,
        receiver: null,
      });
      const box = personal === null ? null : sealText(personal.key, personal.text, 'bound');
      const written = sealedEntry(text, box === null ? null : { person: customer.known.id, box });
      const body = JSON.parse(written) as { data: DecidedData; at: string; subject: string };
      expect(canonicalText(body)).toBe(written);
      if (box !== null) expect(open(key, box, 'bound').toString('utf8')).toBe(personal?.text);
      outcomes.add(entry.outcome);
      const answer = answerText(entry, 7);
      expect(answerText(answeredBefore(body.subject, body.at, body.data), 7)).toBe(answer);
      const told = readAnswer(answer);
      expect([told.event, told.decision_id, told.decision, told.journal]).toEqual([
        event.id,
        body.subject,
        body.data.outcome,
        7,
      ]);
      expect(canonicalText([told.facts, told.reasons])).toBe(
        canonicalText([body.data.facts, body.data.findings]),
      );
    }
    expect(outcomes).toContain('allow');
    expect(outcomes).toContain('block');
  });

  test('holds no personal member of the event in the open', () => {
    for (const event of events) {
      const observed = readEvent(event, NOW);
      const open = JSON.parse(openPart(observed)) as object;
      const personal = JSON.parse(personalPart(observed, null) ?? '{}') as object;
      expect(Object.keys(open)).not.toEqual(expect.arrayContaining(['origin']));
      expect(Object.keys(open).filter((name) => ['counterparty', 'origin', 'note'].includes(name))).toEqual(
        [],
      );
      expect([...Object.keys(open), ...Object.keys(personal)].sort()).toEqual(Object.keys(event).sort());
    }
  });
});
