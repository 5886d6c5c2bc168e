import { assetOf } from '@atalaya/contract/assets.ts';
import { Failure } from '../../../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../../../kernel/instant.ts';
import { multiplyRatio, rescale } from '../../../../kernel/money.ts';
import type {
  AssetLeg,
  BankCounterparty,
  ExchangeOperation,
  FiatAmount,
  FiatOperation,
  OperationReference,
  Quantity,
  TradeOperation,
  TransferOperation,
} from '../reportable.ts';
import type {
  ActivoVirtual,
  CompraVenta,
  Deposito,
  Intercambio,
  PersonaCuenta,
  Transferencia,
} from './avi-layout.ts';
import { mexicoCityTime } from './aviso-dates.ts';
import { convertHash, convertInternalReference, convertNumber, L } from './conversions.ts';
import { mapName } from './map-party.ts';
import { codeFor, fileCode, fileConverted, fileText, type Mapping, omit } from './mapping.ts';

const AMOUNT_DECIMALS = 2;
const QUANTITY_DECIMALS_MAX = 10;

/** Plain decimal text with at least `decimals_min` decimals and no further zeros at the end. */
export function decimalText({ minor, decimals }: Quantity, decimals_min: number): string {
  const digits = minor.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .replace(/0+$/, '')
    .padEnd(decimals_min, '0');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

const mapTime = (mapping: Mapping, path: string, instant: Instant): string =>
  mapping.ledger.record(`${path}/fecha_hora_operacion`, formatInstant(instant), {
    filed: mexicoCityTime(instant),
    rules: [L.civilTime],
  });

/** Rounds half up to `decimals`, and says so by `rule` when digits are gone. */
function fileRounded(
  mapping: Mapping,
  path: string,
  value: Quantity,
  decimals: number,
  rule: string,
): string {
  const rounded = { minor: rescale(value.minor, value.decimals, decimals, 'half_up'), decimals };
  const filed = decimalText(rounded, AMOUNT_DECIMALS);
  const original = decimalText(value, AMOUNT_DECIMALS);
  return mapping.ledger.record(path, original, { filed, rules: original === filed ? [] : [rule] });
}

const fileAmount = (mapping: Mapping, path: string, amount: FiatAmount): string =>
  fileRounded(mapping, path, amount, AMOUNT_DECIMALS, L.amountRounded);

function fileQuantity(mapping: Mapping, path: string, quantity: Quantity): string {
  const rounded = rescale(quantity.minor, quantity.decimals, QUANTITY_DECIMALS_MAX, 'half_up');
  const rule = rounded === 0n ? L.quantityToZero : L.quantityRounded;
  return fileRounded(mapping, path, quantity, QUANTITY_DECIMALS_MAX, rule);
}

function ensurePesos(path: string, amount: FiatAmount): void {
  if (amount.currency === 'MXN') return;
  throw new Failure(
    'caller',
    'reports.value_not_in_mxn',
    `${path} must be in Mexican pesos, not ${amount.currency}`,
    [{ field: path, message: 'value the operation in MXN before it is mapped' }],
  );
}

/** Pesos for one whole unit: as given, rounded to centavos, or value ÷ quantity where no rate is known. */
function fileRate(mapping: Mapping, path: string, leg: AssetLeg): string {
  if (leg.rate !== undefined) return fileRounded(mapping, path, leg.rate, AMOUNT_DECIMALS, L.rateRounded);
  const { quantity, value } = leg;
  const of = `${decimalText(value, AMOUNT_DECIMALS)} ÷ ${decimalText(quantity, AMOUNT_DECIMALS)}`;
  if (quantity.minor === 0n) return mapping.ledger.record(path, of, { filed: '', rules: [L.rateDerived] });
  const centavos = rescale(value.minor, value.decimals, AMOUNT_DECIMALS, 'half_up');
  const minor = multiplyRatio(centavos, 10n ** BigInt(quantity.decimals), quantity.minor, 'half_up');
  const filed = decimalText({ minor, decimals: AMOUNT_DECIMALS }, AMOUNT_DECIMALS);
  return mapping.ledger.record(path, of, { filed, rules: [L.rateDerived] });
}

/** The asset's code, or the code for assets outside the catalogue with the asset's name beside it. */
function fileAsset(mapping: Mapping, path: string, leg: AssetLeg) {
  const code = codeFor(mapping, 'activo_virtual', leg.asset);
  if (code !== undefined) return { activo_virtual_operado: code };
  const other = codeFor(mapping, 'activo_virtual', 'other') ?? '';
  const name = leg.assetName ?? assetOf(leg.asset)?.name;
  const description = name === undefined ? leg.asset : `${leg.asset} ${name}`;
  return {
    activo_virtual_operado: mapping.ledger.record(`${path}/activo_virtual_operado`, leg.asset, {
      filed: other,
      rules: [L.otherAsset],
    }),
    descripcion_activo_virtual: fileText(
      mapping,
      `${path}/descripcion_activo_virtual`,
      description,
      'descripcion_activo',
    ),
  };
}

function mapAsset(mapping: Mapping, path: string, leg: AssetLeg): ActivoVirtual {
  ensurePesos(path, leg.value);
  return {
    ...fileAsset(mapping, path, leg),
    tipo_cambio_mn: fileRate(mapping, `${path}/tipo_cambio_mn`, leg),
    cantidad_activo_virtual: fileQuantity(mapping, `${path}/cantidad_activo_virtual`, leg.quantity),
  };
}

const mapReference = (mapping: Mapping, path: string, reference: OperationReference): string =>
  'transactionHash' in reference
    ? fileConverted(mapping, `${path}/hash_operacion`, reference.transactionHash, convertHash)
    : fileConverted(mapping, `${path}/hash_operacion`, reference.internalReference, convertInternalReference);

export const mapTrade = (mapping: Mapping, path: string, operation: TradeOperation): CompraVenta => ({
  fecha_hora_operacion: mapTime(mapping, path, operation.instant),
  moneda_operacion: fileCode(mapping, `${path}/moneda_operacion`, 'moneda', operation.paid.currency),
  monto_operacion: fileAmount(mapping, `${path}/monto_operacion`, operation.paid),
  activo_virtual: mapAsset(mapping, `${path}/activo_virtual`, operation.leg),
  hash_operacion: mapReference(mapping, path, operation.reference),
});

const mapLeg = (mapping: Mapping, path: string, leg: AssetLeg) => ({
  activo_virtual: mapAsset(mapping, `${path}/activo_virtual`, leg),
  monto_operacion_mn: fileAmount(mapping, `${path}/monto_operacion_mn`, leg.value),
});

export const mapExchange = (mapping: Mapping, path: string, operation: ExchangeOperation): Intercambio => ({
  fecha_hora_operacion: mapTime(mapping, path, operation.instant),
  activo_virtual_enviado: mapLeg(mapping, `${path}/activo_virtual_enviado`, operation.sent),
  activo_virtual_recibido: mapLeg(mapping, `${path}/activo_virtual_recibido`, operation.received),
  hash_operacion: mapReference(mapping, path, operation.reference),
});

/** No element holds a wallet address: it is in the ledger as not filed. */
export function mapTransfer(mapping: Mapping, path: string, operation: TransferOperation): Transferencia {
  omit(mapping, path, operation.address, L.addressNotFiled);
  return {
    fecha_hora_operacion: mapTime(mapping, path, operation.instant),
    monto_operacion_mn: fileAmount(mapping, `${path}/monto_operacion_mn`, operation.leg.value),
    activo_virtual: mapAsset(mapping, `${path}/activo_virtual`, operation.leg),
    hash_operacion: mapReference(mapping, path, operation.reference),
  };
}

const CLABE_BANK_DIGITS = 3;

function mapBankAccount(
  mapping: Mapping,
  path: string,
  account: BankCounterparty['account'],
): PersonaCuenta['nacionalidad_cuenta'] {
  if (account.kind === 'foreign') {
    const at = `${path}/extranjero`;
    return {
      extranjero: {
        numero_cuenta: fileConverted(mapping, `${at}/numero_cuenta`, account.number, convertNumber),
        nombre_banco: fileText(mapping, `${at}/nombre_banco`, account.bank, 'nombre_banco'),
      },
    };
  }
  const at = `${path}/nacional`;
  const clabe = fileConverted(mapping, `${at}/clabe_destino`, account.clabe, convertNumber);
  const bank = clabe.slice(0, CLABE_BANK_DIGITS);
  const institution = account.institutionCode ?? codeFor(mapping, 'institucion_financiera', bank);
  const institutionPath = `${at}/clave_institucion_financiera`;
  return {
    nacional: {
      clabe_destino: clabe,
      clave_institucion_financiera:
        institution ?? mapping.ledger.record(institutionPath, bank, { filed: '', rules: [L.noCode] }),
    },
  };
}

export function mapBankParty(
  mapping: Mapping,
  path: string,
  { party, account }: BankCounterparty,
): PersonaCuenta {
  const at = `${path}/tipo_persona`;
  return {
    tipo_persona:
      party.kind === 'person'
        ? { persona_fisica: mapName(mapping, `${at}/persona_fisica`, party.name) }
        : {
            persona_moral: {
              denominacion_razon: fileText(
                mapping,
                `${at}/persona_moral/denominacion_razon`,
                party.legalName,
                'denominacion',
              ),
            },
          },
    nacionalidad_cuenta: mapBankAccount(mapping, `${path}/nacionalidad_cuenta`, account),
  };
}

/** What withdrawals and deposits have in common; the bank party's element is named by the caller. */
export const mapFiat = (
  mapping: Mapping,
  path: string,
  operation: FiatOperation,
): Omit<Deposito, 'datos_ordenante'> => ({
  fecha_hora_operacion: mapTime(mapping, path, operation.instant),
  instrumento_monetario: fileCode(
    mapping,
    `${path}/instrumento_monetario`,
    'instrumento_monetario',
    operation.instrument,
  ),
  moneda_operacion: fileCode(mapping, `${path}/moneda_operacion`, 'moneda', operation.amount.currency),
  monto_operacion: fileAmount(mapping, `${path}/monto_operacion`, operation.amount),
});
