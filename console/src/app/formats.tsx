import type { Texts } from '@atalaya/contract/schema.ts';
import { useMemo, useSyncExternalStore } from 'react';
import * as numbers from '../format/numbers.ts';
import * as times from '../format/times.ts';
import { countryName } from '../format/words.ts';
import { usePreferences } from './preferences.tsx';
import { useZone } from './session.tsx';

/** The formatters bound to the reader's language and the entity's time zone. */
export function useFormats() {
  const { language } = usePreferences().preferences;
  const zone = useZone();
  return useMemo(
    () => ({
      language,
      zone,
      zoneName: times.zoneName(language, zone),
      pick: (texts: Texts): string => texts[language] || texts.es,
      count: (n: number) => numbers.formatCount(n, language),
      decimal: (n: number, digits: number) => numbers.formatDecimal(n, digits, language),
      percent: (share: number) => numbers.formatPercent(share, language),
      bytes: (n: number) => numbers.formatBytes(n, language),
      amount: (amount: string, asset: string) =>
        numbers.formatAmount(amount, language, numbers.fractionOf(asset)),
      dollars: (value: string) => numbers.formatDollars(value, language),
      moment: (instant: string) => times.formatMoment(instant, language, zone),
      exact: (instant: string) => times.formatExact(instant, language, zone),
      clock: (instant: string) => times.formatClock(instant, language, zone),
      day: (instant: string) => times.formatDay(instant, language, zone),
      date: (date: string) => times.formatDate(date, language),
      country: (code: string) => countryName(code, language),
      month: (month: string) => times.formatMonth(month, language),
    }),
    [language, zone],
  );
}
export type Formats = ReturnType<typeof useFormats>;

const TICK_MS = 10_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, renewed every ten seconds; one timer for all ages and deadlines on the screen. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
