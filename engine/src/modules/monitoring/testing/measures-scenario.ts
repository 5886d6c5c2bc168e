import type { ScenarioFile } from '../rules/source.ts';

/** A scenario that asks for every measure, to hold the windows against a brute-force oracle. Not for use. */
const WINDOWS = `
  count: { measure: count, key: [customer.id], events: [deposit, withdrawal], within: hour }
  count_before: { measure: count, key: [customer.id], events: [deposit, withdrawal], within: hour, before: true }
  count_ago: { measure: count, key: [customer.id], events: [deposit, withdrawal], within: hour, ago: minute }
  sum: { measure: sum, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day }
  sum_in: { measure: sum, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], where: 'event.direction == "in"', within: day }
  sum_before: { measure: sum, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: hour, before: true }
  mean: { measure: mean, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day }
  min: { measure: min, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day }
  max_before: { measure: max, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day, before: true }
  deviation: { measure: deviation, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day }
  variation: { measure: variation, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: hour }
  median: { measure: percentile, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day, rank: half }
  high_before: { measure: percentile, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day, rank: most, before: true }
  distinct: { measure: distinct, of: device.id, key: [customer.id], events: [deposit, withdrawal], within: day }
  distinct_before: { measure: distinct, of: device.id, key: [customer.id], events: [deposit, withdrawal], within: day, before: true }
  customers: { measure: distinct, of: customer.id, key: [device.id], events: [deposit, withdrawal], within: hour }
  both: { measure: count, key: [customer.id, device.id], events: [deposit, withdrawal], within: day }
  first: { measure: first, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: hour }
  last_before: { measure: last, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: hour, before: true }
  since_first: { measure: since_first, key: [customer.id], events: [deposit, withdrawal], within: day }
  since_last: { measure: since_last, key: [customer.id], events: [deposit, withdrawal], within: day, before: true }
  intervals: { measure: interval_variation, key: [customer.id], events: [deposit, withdrawal], within: day, latest: few }
  rising: { measure: rising_run, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day, growth: growth }
  speed: { measure: top_speed, key: [customer.id], events: [deposit, withdrawal], within: hour, latest: few }
  mean_time: { measure: mean_time, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day }
  latest_sum: { measure: sum, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day, latest: few }
  alike: { measure: distinct, of: device.id, key: [customer.id], events: [deposit, withdrawal], within: day, like: { fact: event.value_usd, tolerance: near } }
  alike_sum: { measure: sum, of: event.value_usd, key: [customer.id], events: [deposit, withdrawal], within: day, like: { fact: event.value_usd, tolerance: near } }
  unsettled: { measure: count, key: [customer.id], events: [deposit, withdrawal], status: any, within: day }
`;

export const WINDOW_NAMES: readonly string[] = WINDOWS.trim()
  .split('\n')
  .map((line) => line.trim().split(':')[0] ?? '');

const texts = '{ es: x, pt: x, en: x }';

export const MEASURES_SCENARIO: ScenarioFile = {
  path: 'measures.yaml',
  text: `
id: every-measure
number: 1
family: transactions
typology: none_at_all
title: ${texts}
explanation: ${texts}
reason: ${texts}
sources: [none]
severity: low
outcome: allow
applies_to: [deposit, withdrawal]
parameters:
  minute: { value: 10m, unit: duration, min: 1m, max: 1d }
  hour: { value: 1h, unit: duration, min: 1m, max: 1d }
  day: { value: 1d, unit: duration, min: 1m, max: 2d }
  half: { value: 50, unit: percent, min: 1, max: 100 }
  most: { value: 90, unit: percent, min: 1, max: 100 }
  few: { value: 7, unit: count, min: 1, max: 100 }
  growth: { value: 1.5, unit: times, min: 1, max: 10 }
  near: { value: 10, unit: percent, min: 0, max: 50 }
windows:${WINDOWS}
when: >-
  ${WINDOW_NAMES.map((name) => (name === 'mean_time' ? 'event.at > window.mean_time' : `window.${name} > 0`)).join(' || ')}
suppress: { per: [customer.id], for: 1d }
examples:
  - { name: a first one, expect: fires, events: [{ at: 0, type: deposit }] }
  - { name: a second, expect: silent, events: [{ at: 0, type: deposit }] }
  - { name: a third, expect: silent, events: [{ at: 0, type: deposit }] }
`,
};
