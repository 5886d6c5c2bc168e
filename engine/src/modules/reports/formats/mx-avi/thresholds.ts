import type { CalendarDate } from '../../../../kernel/instant.ts';
import { centavosAt, type DatedParameters, wholeAt } from '../dated-parameters.ts';

/**
 * Thresholds in centavos: a whole multiple of the UMA in force on the operation's own day (the UMA changes on
 * 1 February, the multiples with the law). Failures (operator): reports.parameter_missing, reports.table_invalid.
 */
const inUma = (parameters: DatedParameters, key: string, date: CalendarDate): bigint =>
  centavosAt(parameters, 'mx.uma.daily', date) * BigInt(wholeAt(parameters, key, date));

/** From this amount, by one operation or accumulated, an aviso is due (LFPIORPI art. 17 XVI). */
export const operationThreshold = (parameters: DatedParameters, date: CalendarDate): bigint =>
  inUma(parameters, 'mx.avi.threshold.operation', date);

/** From this fee charged for the service an aviso is due, whatever the amount. */
export const feeThreshold = (parameters: DatedParameters, date: CalendarDate): bigint =>
  inUma(parameters, 'mx.avi.threshold.fee', date);
