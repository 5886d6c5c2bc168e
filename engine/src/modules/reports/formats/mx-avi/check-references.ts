import { parameterAt } from '../dated-parameters.ts';
import { fitsFormat } from './avi-formats.ts';
import { monthStart } from './aviso-dates.ts';
import {
  avisosOf,
  type Check,
  type CheckContext,
  codeInMonth,
  type Fault,
  operationsIn,
  operationsOf,
  today,
} from './check-context.ts';
import { L } from './conversions.ts';

/** Every item but the first of those that share a key. */
function repeats<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (key === '' || !seen.has(key)) {
      seen.add(key);
      return false;
    }
    return true;
  });
}

const repeatedReferences: Check = (context) =>
  repeats(avisosOf(context), ({ aviso }) => aviso.referencia_aviso).map(({ path, aviso }) => ({
    path: `${path}/referencia_aviso`,
    value: aviso.referencia_aviso,
  }));

function* filedBefore(context: CheckContext): Generator<Fault> {
  for (const { path, aviso } of avisosOf(context)) {
    const again = context.filedReferences.has(aviso.referencia_aviso);
    if (again && aviso.modificatorio === undefined) {
      yield { path: `${path}/referencia_aviso`, value: aviso.referencia_aviso };
    }
  }
}

const informesOf = ({ archivo }: CheckContext) =>
  archivo.informe.map((informe, index) => ({ path: `/archivo/informe[${index + 1}]`, informe }));

const repeatedMonths: Check = (context) =>
  repeats(informesOf(context), ({ informe }) =>
    [informe.sujeto_obligado.clave_sujeto_obligado, informe.mes_reportado].join(' '),
  ).map(({ path, informe }) => ({ path: `${path}/mes_reportado`, value: informe.mes_reportado }));

function* futureMonths(context: CheckContext): Generator<Fault> {
  for (const { path, informe } of informesOf(context)) {
    const first = monthStart(informe.mes_reportado);
    if (first !== undefined && first > today(context)) {
      yield { path: `${path}/mes_reportado`, value: informe.mes_reportado };
    }
  }
}

function* monthsBeforeAvisos(context: CheckContext): Generator<Fault> {
  const { value: first } = parameterAt(context.parameters, 'mx.avi.first_month', today(context));
  for (const { path, informe } of informesOf(context)) {
    const { mes_reportado: value } = informe;
    if (monthStart(value) !== undefined && value < first) yield { path: `${path}/mes_reportado`, value };
  }
}

function* otherReporters(context: CheckContext): Generator<Fault> {
  const [first, ...others] = informesOf(context);
  for (const { path, informe } of others) {
    const { clave_sujeto_obligado: value } = informe.sujeto_obligado;
    if (value !== first?.informe.sujeto_obligado.clave_sujeto_obligado) {
      yield { path: `${path}/sujeto_obligado/clave_sujeto_obligado`, value };
    }
  }
}

const amendmentsOf = (context: CheckContext) =>
  avisosOf(context).flatMap(({ path, aviso }) => {
    const value = aviso.modificatorio?.folio_modificacion;
    return value === undefined ? [] : [{ path: `${path}/modificatorio/folio_modificacion`, value }];
  });

function* futureFolios(context: CheckContext): Generator<Fault> {
  for (const folio of amendmentsOf(context)) {
    if (fitsFormat('folio', folio.value) && folio.value.slice(0, 4) > today(context).slice(0, 4)) yield folio;
  }
}

const repeatedFolios: Check = (context) => repeats(amendmentsOf(context), ({ value }) => value);

const cutDescriptions: Check = ({ ledger }) =>
  ledger
    .filter(({ path, rule }) => rule === L.cut && /\/descripcion_(alerta|modificacion)$/.test(path))
    .map(({ path }) => ({ path }));

const repeatedHashes: Check = (context) =>
  repeats(operationsOf(context), ({ kind, hash }) =>
    hash === undefined || hash === '' ? '' : `${kind} ${hash}`,
  ).map(({ path, hash = '' }) => ({ path: `${path}/hash_operacion`, value: hash }));

const repeatedOperations: Check = (context) =>
  avisosOf(context).flatMap((place) =>
    repeats(operationsIn(place), ({ kind, tree }) => `${kind} ${JSON.stringify(tree)}`).map(({ path }) => ({
      path,
    })),
  );

function* urgentWithoutAlert(context: CheckContext): Generator<Fault> {
  for (const { path, informe, aviso } of avisosOf(context)) {
    const none = codeInMonth(context, informe.mes_reportado, 'tipo_alerta', 'none');
    const value = aviso.alerta.tipo_alerta;
    if (aviso.prioridad === '2' && value === none) yield { path: `${path}/alerta/tipo_alerta`, value };
  }
}

export const REFERENCE_CHECKS: Readonly<Record<string, Check>> = {
  'AVI-101': repeatedReferences,
  'AVI-102': filedBefore,
  'AVI-103': repeatedMonths,
  'AVI-108': futureMonths,
  'AVI-123': repeatedHashes,
  'AVI-128': futureFolios,
  'AVI-129': repeatedFolios,
  'AVI-131': cutDescriptions,
  'AVI-133': otherReporters,
  'AVI-134': urgentWithoutAlert,
  'AVI-135': repeatedOperations,
  'AVI-137': monthsBeforeAvisos,
};
