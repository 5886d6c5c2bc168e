import type { CalendarDate, Instant } from '../../../kernel/instant.ts';

/**
 * What a report needs to know, in no country's words: every format maps from this. Amounts are integers with their
 * decimals; instants are UTC; dates are civil; text is as the customer wrote it. Nothing here is shortened or folded:
 * what a format cannot hold is changed by its mapper, which writes the change down (lossy-ledger.ts).
 */
export interface ReportableCase {
  readonly reporter: Reporter;
  /** Month reported, `YYYY-MM`. */
  readonly month: string;
  readonly priority: 'normal' | '24h';
  /** Our own id of the case or report, any text. */
  readonly reference: string;
  readonly alert: { readonly code: string; readonly narrative?: string };
  /** Set when this corrects a report already acknowledged; `folio` is that acknowledgement's. */
  readonly amendment?: { readonly folio: string; readonly description: string };
  /** One report entry each. None: nothing to report for the month (a report in zeros). */
  readonly subjects: readonly ReportableSubject[];
}

/** The obliged entity. `platformDomain` as people type it, e.g. `app.example.com.mx`. */
export interface Reporter {
  readonly taxId: string;
  readonly collegiateEntityTaxId?: string;
  readonly exempt?: boolean;
  readonly platformDomain: string;
}

export interface ReportableSubject {
  readonly party: Party;
  readonly address?: PostalAddress;
  readonly contact?: Contact;
  readonly beneficialOwners: readonly BeneficialOwner[];
  readonly account: PlatformAccount;
  readonly operations: readonly ReportableOperation[];
}

export type Party = Person | Organization | Trust;

export interface PersonName {
  readonly given: string;
  readonly paternal: string;
  readonly maternal?: string;
}

/** A number issued to a party: `rfc`, `curp`, `cpf`, `cuit`, `dni`, `nit`, `lei`, … */
export interface IdentityNumber {
  readonly type: string;
  readonly value: string;
  readonly country?: string;
}

/** The document that was seen: `type` is `ine`, `passport`, `professional_licence`, `residence_card`, … */
export interface IdentityDocument {
  readonly type: string;
  readonly number: string;
}

interface NaturalPerson {
  readonly name: PersonName;
  readonly birthDate?: CalendarDate;
  readonly identityNumbers: readonly IdentityNumber[];
}

/** `nationality`: ISO 3166-1 alpha-2. `activityCode`: in the catalogue of the jurisdiction reported to. */
export interface Person extends NaturalPerson {
  readonly kind: 'person';
  readonly nationality: string;
  readonly activityCode?: string;
  readonly document?: IdentityDocument;
}

export interface Representative extends NaturalPerson {
  readonly document?: IdentityDocument;
}

export interface Organization {
  readonly kind: 'organization';
  readonly legalName: string;
  readonly incorporatedOn?: CalendarDate;
  readonly identityNumbers: readonly IdentityNumber[];
  readonly nationality: string;
  readonly activityCode?: string;
  readonly representative: Representative;
}

export interface Trust {
  readonly kind: 'trust';
  readonly legalName: string;
  readonly identityNumbers: readonly IdentityNumber[];
  readonly trustId?: string;
  readonly representative: Representative;
}

export type BeneficialOwner =
  | Omit<Person, 'activityCode' | 'document'>
  | Omit<Organization, 'activityCode' | 'representative'>
  | Omit<Trust, 'representative'>;

/** `country` decides between a national and a foreign address. */
export interface PostalAddress {
  readonly country: string;
  readonly region?: string;
  readonly city?: string;
  readonly neighbourhood?: string;
  readonly street?: string;
  readonly number?: string;
  readonly interior?: string;
  readonly postcode?: string;
}

/** `phone` as written, with or without `+` and country code; `phoneCountry` is the country it belongs to. */
export interface Contact {
  readonly phoneCountry?: string;
  readonly phone?: string;
  readonly email?: string;
}

/** `currency`: ISO 4217 code of the account. `clabe`: Mexican interbank account, 18 digits. */
export interface PlatformAccount {
  readonly userId: string;
  readonly account: string;
  readonly clabe?: string;
  readonly currency: string;
}

/** `minor × 10^-decimals`. */
export interface Quantity {
  readonly minor: bigint;
  readonly decimals: number;
}

/** An amount of a currency (ISO 4217). */
export interface FiatAmount extends Quantity {
  readonly currency: string;
}

/** A quantity of a virtual asset and what it was worth then. `rate`: reporting currency for one whole unit of the asset. */
export interface AssetLeg {
  readonly asset: string;
  readonly assetName?: string;
  readonly quantity: Quantity;
  readonly value: FiatAmount;
  readonly rate?: Quantity;
}

/** What identifies the operation: the transaction on the chain, or our own record of it where there is none. */
export type OperationReference =
  | { readonly transactionHash: string }
  | { readonly internalReference: string };

interface OperationBase {
  readonly id: string;
  readonly instant: Instant;
}

/** Bought from or sold to the platform or another customer for money. `paid` is the money that changed hands. */
export interface TradeOperation extends OperationBase {
  readonly kind: 'buy' | 'sell';
  readonly leg: AssetLeg;
  readonly paid: FiatAmount;
  readonly reference: OperationReference;
}

/** One virtual asset for another. */
export interface ExchangeOperation extends OperationBase {
  readonly kind: 'exchange';
  readonly sent: AssetLeg;
  readonly received: AssetLeg;
  readonly reference: OperationReference;
}

/** A virtual asset that left for, or came from, another wallet. `address` is that of the other side. */
export interface TransferOperation extends OperationBase {
  readonly kind: 'transfer_sent' | 'transfer_received';
  readonly leg: AssetLeg;
  readonly reference: OperationReference;
  readonly address?: string;
}

/** Money that left for, or came from, a bank. `instrument`: `bank_transfer`, `cash`, `card`, … */
export interface FiatOperation extends OperationBase {
  readonly kind: 'fiat_withdrawal' | 'fiat_deposit';
  readonly instrument: string;
  readonly amount: FiatAmount;
  readonly counterparty: BankCounterparty;
}

export type ReportableOperation = TradeOperation | ExchangeOperation | TransferOperation | FiatOperation;

export interface BankCounterparty {
  readonly party:
    | { readonly kind: 'person'; readonly name: PersonName }
    | { readonly kind: 'organization'; readonly legalName: string };
  readonly account:
    | { readonly kind: 'domestic'; readonly clabe: string; readonly institutionCode?: string }
    | { readonly kind: 'foreign'; readonly number: string; readonly bank: string };
}
