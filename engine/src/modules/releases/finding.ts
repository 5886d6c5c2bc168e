import type { Outcome, Reason, Severity } from '@atalaya/contract/decisions.ts';
import type { Ground } from '@atalaya/contract/releases.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import type { DecidedData } from '../decisions/events.ts';

/** What alerts of releases are called: no scenario of a rule-set has it. */
export const RELEASE_SCENARIO = 'release-after-delisting';

const STOPPED: Readonly<Record<Outcome, Texts>> = {
  allow: { es: 'Pasó', pt: 'Passou', en: 'Passed' },
  review: { es: 'Se alertó', pt: 'Foi alertada', en: 'Was alerted' },
  hold: { es: 'Quedó retenida', pt: 'Ficou retida', en: 'Is held' },
  block: { es: 'Quedó bloqueada', pt: 'Ficou bloqueada', en: 'Is blocked' },
};

/** One finding for the alert: why a person is asked about this operation. */
export function findingOf(
  severity: Severity,
  { outcome, value_usd }: Pick<DecidedData, 'outcome' | 'value_usd'>,
  ended: readonly Pick<Reason, 'scenario' | 'title'>[],
  grounds: readonly Ground[],
): Reason {
  const why = (language: keyof Texts): string => ended.map(({ title }) => title[language]).join('; ');
  const gone = grounds
    .map(
      ({ code, version, on }) =>
        `${code}${version === undefined ? '' : ` v${version}`}${on === undefined ? '' : ` (${on})`}`,
    )
    .join(', ');
  return {
    scenario: RELEASE_SCENARIO,
    severity,
    outcome: 'review',
    title: {
      es: 'Liberación al salir de una lista',
      pt: 'Liberação ao sair de uma lista',
      en: 'Release after a delisting',
    },
    text: {
      es: `${STOPPED[outcome].es} sólo por «${why('es')}». Ya no consta en: ${gone}. Dos personas deciden si se libera.`,
      pt: `${STOPPED[outcome].pt} só por “${why('pt')}”. Já não consta em: ${gone}. Duas pessoas decidem se é liberada.`,
      en: `${STOPPED[outcome].en} only because of “${why('en')}”. No longer said by: ${gone}. Two people decide whether it is released.`,
    },
    values: [
      ...grounds.map(({ kind, code }) => ({ name: `screening.${kind}`, kind: 'fact' as const, value: code })),
      ...(value_usd === null
        ? []
        : [{ name: 'event.value_usd', kind: 'fact' as const, value: value_usd, unit: 'usd' }]),
    ],
  };
}
