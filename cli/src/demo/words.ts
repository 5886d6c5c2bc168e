import { OUTCOMES } from '@atalaya/contract/decisions.ts';
import type { Language } from '../language.ts';
import type { DemoSummary, ScenarioTally } from './tally.ts';

type Counts = DemoSummary['outcomes'];

/** Everything the demo says while it runs. */
export interface Words {
  told(customers: number, world: string): string;
  refusedCustomers(count: number, code: string, detail: string): string;
  listed(listings: number): string;
  notListed(code: string): string;
  again(trouble: string, wait_ms: number): string;
  history(events: number, until: string): string;
  historyDone(events: number, seconds: number): string;
  live(events: number, pace: number, counts: Counts): string;
  summary(summary: DemoSummary): string[];
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const counted = (counts: Counts): string =>
  OUTCOMES.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ');

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell) => String(cell).padStart(14)).join('');

const rows = (head: readonly string[], scenarios: readonly ScenarioTally[]): string[] => [
  row(head),
  ...scenarios.map((one) => row([one.scenario, one.patterns, one.caught, one.caught_by_own ?? '–'])),
];

const total = (scenarios: readonly ScenarioTally[], key: 'patterns' | 'caught'): number =>
  scenarios.reduce((sum, one) => sum + one[key], 0);

const english: Words = {
  told: (customers, world) => `${customers} customers of world ${world} told`,
  refusedCustomers: (count, code, detail) => `${count} customers refused, the first with ${code}: ${detail}`,
  listed: (listings) => `fictitious watchlist imported: ${listings} listings`,
  notListed: (code) => `the watchlist was not imported (${code}): scenarios 1 and 2 will catch nobody`,
  again: (trouble, wait_ms) => `${trouble}; asking again in ${wait_ms} ms`,
  history: (events, until) => `history: ${events} events, up to ${until}`,
  historyDone: (events, seconds) =>
    `${events} events of history in ${seconds.toFixed(1)} s (${Math.round(events / seconds)}/s)`,
  live: (events, pace, counts) => `live: ${events} events (${pace.toFixed(1)}/s); in all ${counted(counts)}`,
  summary: ({ events, outcomes, refused, repeated, problems, scenarios, honest }) => [
    `${events} events: ${counted(outcomes)}; ${refused} refused, ${repeated} answered before`,
    ...Object.entries(problems).map(([code, count]) => `  refused with ${code}: ${count}`),
    ...rows(['scenario', 'patterns', 'caught', 'by its rule'], scenarios),
    `patterns caught: ${total(scenarios, 'caught')} of ${total(scenarios, 'patterns')} (${share(total(scenarios, 'caught'), total(scenarios, 'patterns'))})`,
    `honest customers alerted: ${honest.alerted} of ${honest.customers} (${share(honest.alerted, honest.customers)})`,
  ],
};

const spanish: Words = {
  told: (customers, world) => `${customers} clientes del mundo ${world} comunicados`,
  refusedCustomers: (count, code, detail) =>
    `${count} clientes rechazados, el primero con ${code}: ${detail}`,
  listed: (listings) => `lista ficticia importada: ${listings} registros`,
  notListed: (code) => `la lista no se importó (${code}): los escenarios 1 y 2 no detectarán a nadie`,
  again: (trouble, wait_ms) => `${trouble}; se pregunta de nuevo en ${wait_ms} ms`,
  history: (events, until) => `historia: ${events} eventos, hasta ${until}`,
  historyDone: (events, seconds) =>
    `${events} eventos de historia en ${seconds.toFixed(1)} s (${Math.round(events / seconds)}/s)`,
  live: (events, pace, counts) =>
    `en vivo: ${events} eventos (${pace.toFixed(1)}/s); en total ${counted(counts)}`,
  summary: ({ events, outcomes, refused, repeated, problems, scenarios, honest }) => [
    `${events} eventos: ${counted(outcomes)}; ${refused} rechazados, ${repeated} ya respondidos`,
    ...Object.entries(problems).map(([code, count]) => `  rechazados con ${code}: ${count}`),
    ...rows(['escenario', 'patrones', 'detectados', 'por su regla'], scenarios),
    `patrones detectados: ${total(scenarios, 'caught')} de ${total(scenarios, 'patterns')} (${share(total(scenarios, 'caught'), total(scenarios, 'patterns'))})`,
    `clientes honestos con alerta: ${honest.alerted} de ${honest.customers} (${share(honest.alerted, honest.customers)})`,
  ],
};

export const wordsIn = (language: Language): Words => (language === 'es' ? spanish : english);
