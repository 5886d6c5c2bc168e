import type { ReportableOperation } from '../reportable.ts';
import type { DetalleOperaciones } from './avi-layout.ts';
import { mapBankParty, mapExchange, mapFiat, mapTrade, mapTransfer } from './map-operation.ts';
import type { Mapping } from './mapping.ts';

type Kind = ReportableOperation['kind'];
/** The operations whose kind can be K. */
type Of<K extends Kind, O = ReportableOperation> = O extends { kind: infer Kinds }
  ? K extends Kinds
    ? O
    : never
  : never;

const inOrder = (left: ReportableOperation, right: ReportableOperation): number =>
  left.instant - right.instant || (left.id < right.id ? -1 : 1);

/** The operations of some kinds in order of time, each mapped at its own numbered path; undefined when there is none. */
function mapKind<K extends Kind, T>(
  operations: readonly ReportableOperation[],
  kind: K,
  path: string,
  map: (path: string, operation: Of<K>) => T,
): T[] | undefined {
  const isOfKind = (operation: ReportableOperation): operation is Extract<ReportableOperation, Of<K>> =>
    operation.kind === kind;
  const chosen = operations.filter(isOfKind).sort(inOrder);
  return chosen.length === 0 ? undefined : chosen.map((each, index) => map(`${path}[${index + 1}]`, each));
}

function mapTransfers(mapping: Mapping, path: string, operations: readonly ReportableOperation[]) {
  const at = `${path}/operaciones_transferencia`;
  const envio = mapKind(
    operations,
    'transfer_sent',
    `${at}/transferencias_enviadas/envio`,
    (where, operation) => mapTransfer(mapping, where, operation),
  );
  const recepcion = mapKind(
    operations,
    'transfer_received',
    `${at}/transferencias_recibidas/recepcion`,
    (where, operation) => mapTransfer(mapping, where, operation),
  );
  if (envio === undefined && recepcion === undefined) return {};
  return {
    operaciones_transferencia: {
      ...(envio === undefined ? {} : { transferencias_enviadas: { envio } }),
      ...(recepcion === undefined ? {} : { transferencias_recibidas: { recepcion } }),
    },
  };
}

function mapFunds(mapping: Mapping, path: string, operations: readonly ReportableOperation[]) {
  const at = `${path}/operaciones_fondos`;
  const retiro = mapKind(
    operations,
    'fiat_withdrawal',
    `${at}/fondos_retirados/retiro`,
    (where, operation) => ({
      ...mapFiat(mapping, where, operation),
      datos_beneficiario: mapBankParty(mapping, `${where}/datos_beneficiario`, operation.counterparty),
    }),
  );
  const deposito = mapKind(
    operations,
    'fiat_deposit',
    `${at}/fondos_depositados/deposito`,
    (where, operation) => ({
      ...mapFiat(mapping, where, operation),
      datos_ordenante: mapBankParty(mapping, `${where}/datos_ordenante`, operation.counterparty),
    }),
  );
  if (retiro === undefined && deposito === undefined) return {};
  return {
    operaciones_fondos: {
      ...(retiro === undefined ? {} : { fondos_retirados: { retiro } }),
      ...(deposito === undefined ? {} : { fondos_depositados: { deposito } }),
    },
  };
}

/** `detalle_operaciones`: each kind in its own group and in order of time, groups without operations left out. */
export function mapOperations(
  mapping: Mapping,
  path: string,
  operations: readonly ReportableOperation[],
): DetalleOperaciones {
  const compra = mapKind(operations, 'buy', `${path}/operaciones_compra/compra`, (where, operation) =>
    mapTrade(mapping, where, operation),
  );
  const venta = mapKind(operations, 'sell', `${path}/operaciones_venta/venta`, (where, operation) =>
    mapTrade(mapping, where, operation),
  );
  const intercambio = mapKind(
    operations,
    'exchange',
    `${path}/operaciones_intercambio/intercambio`,
    (where, operation) => mapExchange(mapping, where, operation),
  );
  return {
    ...(compra === undefined ? {} : { operaciones_compra: { compra } }),
    ...(venta === undefined ? {} : { operaciones_venta: { venta } }),
    ...(intercambio === undefined ? {} : { operaciones_intercambio: { intercambio } }),
    ...mapTransfers(mapping, path, operations),
    ...mapFunds(mapping, path, operations),
  };
}
