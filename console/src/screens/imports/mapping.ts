import type { ImportMapping } from '@atalaya/contract/imports.ts';
import type { Delimiter } from './csv-head.ts';

export type ImportKind = ImportMapping['kind'];
type TimeFormat = NonNullable<ImportMapping['time']>['format'];

/** Where a member comes from: a column, a text that is the same for every row, or nothing. */
export interface Source {
  readonly column?: string;
  readonly constant?: string;
}

export interface Draft {
  readonly kind: ImportKind;
  readonly delimiter: Delimiter;
  readonly encoding: NonNullable<ImportMapping['encoding']>;
  readonly sources: Readonly<Record<string, Source>>;
  readonly idTemplate: string;
  readonly time: TimeFormat;
  readonly stepStart: string;
  readonly stepSeconds: number;
  readonly register: boolean;
}

export const TIME_FORMATS = [
  'rfc3339',
  'epoch-s',
  'epoch-ms',
  'step',
] as const satisfies readonly TimeFormat[];
export const ENCODINGS = ['utf-8', 'iso-8859-1', 'utf-16le'] as const;

export const MEMBERS = {
  events: [
    'id',
    'type',
    'occurred_at',
    'customer',
    'asset',
    'amount',
    'rail',
    'wallet.network',
    'wallet.address',
    'wallet.tx',
    'counterparty.name',
    'counterparty.account',
    'counterparty.bank',
    'to_customer',
    'side',
    'quote_asset',
    'quote_amount',
    'value.currency',
    'value.amount',
    'origin.ip',
    'origin.device',
    'note',
  ],
  customers: [
    'reference',
    'kind',
    'name.given',
    'name.paternal',
    'name.maternal',
    'legal_name',
    'birth_date',
    'country',
    'occupation',
    'purpose',
    'email',
    'phone',
  ],
} as const satisfies Readonly<Record<ImportKind, readonly string[]>>;
export type Member = (typeof MEMBERS)[ImportKind][number];

export const REQUIRED: Readonly<Record<ImportKind, readonly Member[]>> = {
  events: ['id', 'type', 'occurred_at', 'customer'],
  customers: ['reference', 'kind'],
};

/** Headers people use for each member, in the three languages, without marks and case. */
const USUAL: Partial<Record<Member, readonly string[]>> = {
  id: ['id', 'folio', 'event_id', 'transaction_id', 'tran_id', 'tx_id'],
  type: ['type', 'tipo', 'tx_type'],
  occurred_at: ['occurred_at', 'fecha', 'fecha_hora', 'date', 'timestamp', 'tran_timestamp', 'data', 'time'],
  customer: [
    'customer',
    'cliente',
    'customer_id',
    'usuario',
    'user',
    'user_id',
    'orig_acct',
    'sender_account_id',
  ],
  asset: ['asset', 'activo', 'moneda', 'currency', 'ativo'],
  amount: ['amount', 'monto', 'cantidad', 'importe', 'valor', 'base_amt', 'tx_amount'],
  rail: ['rail', 'via'],
  'wallet.address': ['address', 'direccion', 'wallet', 'endereco'],
  'wallet.network': ['network', 'red', 'rede', 'chain'],
  'wallet.tx': ['hash', 'txid', 'tx_hash'],
  'counterparty.name': ['beneficiario', 'ordenante', 'counterparty', 'contraparte', 'nombre_contraparte'],
  'counterparty.account': ['cuenta', 'clabe', 'account', 'conta', 'iban'],
  to_customer: ['to_customer', 'destino', 'bene_acct', 'receiver_account_id'],
  reference: ['reference', 'referencia', 'customer', 'cliente', 'id', 'acct_id'],
  kind: ['kind', 'tipo', 'type'],
  'name.given': ['nombre', 'nombres', 'given', 'first_name', 'nome'],
  'name.paternal': ['apellido_paterno', 'paterno', 'apellido', 'last_name', 'sobrenome'],
  'name.maternal': ['apellido_materno', 'materno'],
  legal_name: ['denominacion', 'razon_social', 'legal_name'],
  birth_date: ['nacimiento', 'fecha_nacimiento', 'birth_date'],
  country: ['pais', 'country'],
  email: ['email', 'correo'],
  phone: ['telefono', 'phone', 'telefone'],
};

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .trim()
    .replace(/[\s-]+/g, '_');

/** A first mapping from the names of the columns; each column is taken once. */
export function guessSources(kind: ImportKind, header: readonly string[]): Record<string, Source> {
  const free = new Map(header.map((name) => [folded(name), name]));
  const sources: Record<string, Source> = {};
  for (const member of MEMBERS[kind]) {
    const found = [folded(member), ...(USUAL[member] ?? [])].find((name) => free.has(name));
    const column = found === undefined ? undefined : free.get(found);
    if (found === undefined || column === undefined) continue;
    free.delete(found);
    sources[member] = { column };
  }
  return sources;
}

const isSet = (source: Source | undefined): boolean =>
  source?.column !== undefined || (source?.constant ?? '').trim() !== '';

/** The required members that nothing gives yet. */
export const missingMembers = (draft: Draft): Member[] =>
  REQUIRED[draft.kind].filter(
    (member) => !isSet(draft.sources[member]) && !(member === 'id' && draft.idTemplate.trim() !== ''),
  );

/** The draft as the API takes it. */
export function mappingOf(draft: Draft): ImportMapping {
  const members = MEMBERS[draft.kind].filter((member) => isSet(draft.sources[member]));
  const columns = members.flatMap((member) => {
    const column = draft.sources[member]?.column;
    return column === undefined ? [] : [[member, column] as const];
  });
  const constants = members.flatMap((member) => {
    const source = draft.sources[member];
    return source?.column !== undefined || source?.constant === undefined
      ? []
      : [[member, source.constant.trim()] as const];
  });
  const step = draft.time === 'step' ? { start: draft.stepStart, step_seconds: draft.stepSeconds } : {};
  return {
    kind: draft.kind,
    delimiter: draft.delimiter,
    encoding: draft.encoding,
    columns: Object.fromEntries(columns),
    ...(constants.length === 0 ? {} : { constants: Object.fromEntries(constants) }),
    ...(draft.idTemplate.trim() === '' || draft.kind === 'customers'
      ? {}
      : { id_template: draft.idTemplate.trim() }),
    ...(draft.kind === 'events' ? { time: { format: draft.time, ...step } } : {}),
    ...(draft.kind === 'events' && draft.register ? { register_missing_customers: true } : {}),
  };
}
