import { addMonths, type CalendarDate } from '../../../../kernel/instant.ts';
import { mexicanThresholds } from '../../../jurisdictions/thresholds.ts';
import { type DatedParameters, findParameter, wholeAt } from '../dated-parameters.ts';
import { dayOfTime, mexicoCityTime, monthEnd, monthStart } from './aviso-dates.ts';
import {
  type AvisoPlace,
  avisosOf,
  type Check,
  type CheckContext,
  codeInMonth,
  type Fault,
  faultAt,
  type LegPlace,
  leavesNamed,
  type OperationPlace,
  operationsIn,
  operationsOf,
} from './check-context.ts';
import { distance, readDecimal, scaled } from './decimals.ts';

const ACCUMULATION = 'mx.avi.accumulation_months';
/** Decimals in which amounts, rates and quantities are compared. */
const AT = 40;
const ONE = 10n ** BigInt(AT);
const QUANTITY_DECIMALS_MAX = 10;

const timeFault = ({ path, time }: OperationPlace): Fault => ({
  path: `${path}/fecha_hora_operacion`,
  value: time,
});

/** How an operation lies to the reported month: after it, in the months that accumulate with it, or before those. */
function* outsideMonth(context: CheckContext, where: 'after' | 'accumulated' | 'older'): Generator<Fault> {
  for (const place of avisosOf(context)) {
    const { mes_reportado: month } = place.informe;
    const first = monthStart(month);
    const last = monthEnd(month);
    if (first === undefined || last === undefined) continue;
    if (findParameter(context.parameters, ACCUMULATION, last) === undefined) continue;
    const window = wholeAt(context.parameters, ACCUMULATION, last);
    const oldest = addMonths(first, 1 - window);
    for (const operation of operationsIn(place)) {
      const day = dayOfTime(operation.time);
      if (day === undefined) continue;
      const found = placeOfDay(day, { first, last, oldest });
      if (found === where) yield timeFault(operation);
    }
  }
}

function placeOfDay(
  day: CalendarDate,
  { first, last, oldest }: { first: CalendarDate; last: CalendarDate; oldest: CalendarDate },
): 'after' | 'inside' | 'accumulated' | 'older' {
  if (day > last) return 'after';
  if (day >= first) return 'inside';
  return day >= oldest ? 'accumulated' : 'older';
}

const inFuture: Check = (context) => {
  const now = mexicoCityTime(context.now);
  return operationsOf(context)
    .filter(({ time }) => dayOfTime(time) !== undefined && time > now)
    .map(timeFault);
};

const zero =
  (...names: readonly string[]): Check =>
  (context) =>
    leavesNamed(context, ...names)
      .filter(({ value = '' }) => readDecimal(value)?.minor === 0n)
      .map(faultAt);

/** A ratio such as "0.01" times 10^40, for the month of an aviso; undefined when no row speaks of it. */
function ratio(context: CheckContext, key: string, { informe }: AvisoPlace): bigint | undefined {
  const date = monthEnd(informe.mes_reportado);
  const row = date === undefined ? undefined : findParameter(context.parameters, key, date);
  const value = readDecimal(row?.value ?? '');
  return value === undefined ? undefined : scaled(value, AT);
}

/**
 * Whether value ≈ rate × quantity. Both rate and quantity were rounded when they were filed, so the difference may be
 * the tolerated share of the value plus half a centavo of the rate times the quantity, half of the tenth decimal of the quantity times the rate, and a centavo.
 */
function agrees({ asset, value: text }: LegPlace, tolerated: bigint): boolean {
  const value = readDecimal(text);
  const rate = readDecimal(asset.tipo_cambio_mn);
  const quantity = readDecimal(asset.cantidad_activo_virtual);
  if (value === undefined || rate === undefined || quantity === undefined) return true;
  const expected = scaled(
    { minor: rate.minor * quantity.minor, decimals: rate.decimals + quantity.decimals },
    AT,
  );
  const wanted = scaled(value, AT);
  const ofRate = scaled({ minor: quantity.minor * 5n, decimals: quantity.decimals + rate.decimals + 1 }, AT);
  const ofQuantity = scaled(
    { minor: rate.minor * 5n, decimals: rate.decimals + QUANTITY_DECIMALS_MAX + 1 },
    AT,
  );
  const share = (wanted * tolerated) / ONE;
  return distance(expected, wanted) <= share + ofRate + ofQuantity + ONE / 100n;
}

const isPesos = (context: CheckContext, { informe }: AvisoPlace, moneda: string | undefined): boolean =>
  moneda === undefined || moneda === codeInMonth(context, informe.mes_reportado, 'moneda', 'MXN');

function* ratesThatDisagree(context: CheckContext): Generator<Fault> {
  for (const place of avisosOf(context)) {
    const tolerated = ratio(context, 'mx.avi.tolerance.rate', place);
    if (tolerated === undefined) continue;
    for (const leg of operationsIn(place).flatMap(({ legs }) => legs)) {
      if (!isPesos(context, place, leg.moneda) || agrees(leg, tolerated)) continue;
      yield { path: `${leg.path}/tipo_cambio_mn`, value: leg.asset.tipo_cambio_mn };
    }
  }
}

function* unequalExchanges(context: CheckContext): Generator<Fault> {
  for (const place of avisosOf(context)) {
    const tolerated = ratio(context, 'mx.avi.tolerance.exchange', place);
    if (tolerated === undefined) continue;
    for (const { path, kind, legs } of operationsIn(place)) {
      const [sent, received] = legs.map(({ value }) => readDecimal(value)?.minor);
      if (kind !== 'intercambio' || sent === undefined || received === undefined) continue;
      if (distance(sent, received) * 2n * ONE > (sent + received) * tolerated) yield { path };
    }
  }
}

const exchangesForItself: Check = (context) =>
  operationsOf(context)
    .filter(({ kind, legs }) => {
      const [sent, received] = legs.map(({ asset }) => asset);
      const same = sent?.activo_virtual_operado === received?.activo_virtual_operado;
      return (
        kind === 'intercambio' &&
        same &&
        sent?.descripcion_activo_virtual === received?.descripcion_activo_virtual
      );
    })
    .map(({ path }) => ({ path }));

/** What the operations of an aviso come to in pesos; those in another currency are not counted. */
function pesosOf(context: CheckContext, place: AvisoPlace): bigint {
  let centavos = 0n;
  for (const { value, moneda } of operationsIn(place)) {
    const amount = readDecimal(value);
    if (amount !== undefined && amount.decimals === 2 && isPesos(context, place, moneda))
      centavos += amount.minor;
  }
  return centavos;
}

/** The amount from which an aviso is owed, in centavos; undefined on days of which no row speaks. */
function thresholdOn(parameters: DatedParameters, day: CalendarDate): bigint | undefined {
  const rows = [...parameters.values()].flat().map((row) => ({ ...row, valid_to: row.valid_to ?? null }));
  const { report } = mexicanThresholds(rows, day);
  return report === null ? undefined : BigInt(report);
}

/** An ordinary aviso without alert must be owed by its amount, or by a fee, which the format does not carry. */
function* belowThreshold(context: CheckContext): Generator<Fault> {
  for (const place of avisosOf(context)) {
    const { aviso, informe, path } = place;
    const date = monthEnd(informe.mes_reportado);
    const none = codeInMonth(context, informe.mes_reportado, 'tipo_alerta', 'none');
    const operations = operationsIn(place);
    if (date === undefined || aviso.prioridad !== '1' || aviso.alerta.tipo_alerta !== none) continue;
    const threshold = thresholdOn(context.parameters, date);
    if (operations.length === 0 || threshold === undefined) continue;
    const everyInPesos = operations.every(({ moneda }) => isPesos(context, place, moneda));
    if (everyInPesos && pesosOf(context, place) < threshold) {
      yield { path: `${path}/operaciones_persona/detalle_operaciones` };
    }
  }
}

export const OPERATION_CHECKS: Readonly<Record<string, Check>> = {
  'AVI-104': (context) => outsideMonth(context, 'after'),
  'AVI-105': (context) => outsideMonth(context, 'accumulated'),
  'AVI-106': (context) => outsideMonth(context, 'older'),
  'AVI-107': inFuture,
  'AVI-118': ratesThatDisagree,
  'AVI-119': unequalExchanges,
  'AVI-120': zero('cantidad_activo_virtual'),
  'AVI-121': zero('monto_operacion', 'monto_operacion_mn'),
  'AVI-122': zero('tipo_cambio_mn'),
  'AVI-124': exchangesForItself,
  'AVI-132': belowThreshold,
};
