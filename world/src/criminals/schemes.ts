import { sanctionedSource } from './01-sanctioned-source.ts';
import { sanctionedDestination } from './02-sanctioned-destination.ts';
import { indirectSanctions } from './03-indirect-sanctions.ts';
import { coinjoinOrigin } from './12-coinjoin-origin.ts';
import { coinjoinDestination } from './13-coinjoin-destination.ts';
import { privacyHop } from './15-privacy-hop.ts';
import { peelChain } from './16-peel-chain.ts';
import { bridgeHopping } from './17-bridge-hopping.ts';
import { unresolvedBridge } from './18-unresolved-bridge.ts';
import { swapAndGo } from './19-swap-and-go.ts';
import { addressPoisoning } from './21-address-poisoning.ts';
import { freshPassThrough } from './22-fresh-pass-through.ts';
import { fanInCollector } from './23-fan-in-collector.ts';
import { fanOut } from './24-fan-out.ts';
import { circle } from './25-circle.ts';
import { nestedProvider } from './26-nested-provider.ts';
import { unlicensedExchange } from './27-unlicensed-exchange.ts';
import { gamblingPassThrough } from './29-gambling-pass-through.ts';
import { miningClaim } from './30-mining-claim.ts';
import { structuring } from './31-structuring.ts';
import { rapidInOut } from './34-rapid-in-out.ts';
import { dormantWakeUp } from './35-dormant-wake-up.ts';
import { firstDepositSpike } from './36-first-deposit-spike.ts';
import { newAccountEmpties } from './37-new-account-empties.ts';
import { highValueBurst } from './38-high-value-burst.ts';
import { regularHighValues } from './39-regular-high-values.ts';
import { lossIndifferent } from './40-loss-indifferent.ts';
import { belowPar } from './41-below-par.ts';
import { manyRemitters } from './42-many-remitters.ts';
import { thirdPartyFunding } from './43-third-party-funding.ts';
import { cardTesting } from './44-card-testing.ts';
import { multiVasp } from './45-multi-vasp.ts';
import { washTrading } from './46-wash-trading.ts';
import { unregisteredExchanger } from './47-unregistered-exchanger.ts';
import { disputedPayments } from './48-disputed-payments.ts';
import { premiumForCash } from './49-premium-for-cash.ts';
import { voucherFunding } from './50-voucher-funding.ts';
import { kiosk } from './51-kiosk.ts';
import { elderScam } from './52-elder-scam.ts';
import { pigButchering } from './53-pig-butchering.ts';
import { savingsScam } from './54-savings-scam.ts';
import { purposeMismatch } from './55-purpose-mismatch.ts';
import { sharedDevice } from './56-shared-device.ts';
import { anonymizer } from './57-anonymizer.ts';
import { impossibleTravel } from './58-impossible-travel.ts';
import { blockedRegion } from './59-blocked-region.ts';
import { mule } from './61-mule.ts';
import { accountTakeover } from './62-account-takeover.ts';
import { coachedWithdrawal } from './63-coached-withdrawal.ts';
import { cartelBroker } from './66-cartel-broker.ts';
import { cashCourier } from './67-cash-courier.ts';
import { mirrorSettlement } from './68-mirror-settlement.ts';
import { precursorPurchase } from './69-precursor-purchase.ts';
import { pillEquipment } from './70-pill-equipment.ts';
import { namedBank } from './71-named-bank.ts';
import { smugglingFunnel } from './72-smuggling-funnel.ts';
import { adPayments } from './73-ad-payments.ts';
import { extortion } from './74-extortion.ts';
import { remittanceMisuse } from './75-remittance-misuse.ts';
import { municipalityCluster } from './76-municipality-cluster.ts';
import { frontCompany } from './77-front-company.ts';
import { motorcade } from './78-motorcade.ts';
import { sharedCollector } from './79-shared-collector.ts';
import { gasSponsor } from './80-gas-sponsor.ts';
import { pepFlow } from './81-pep-flow.ts';
import { listedPlaceProvider } from './82-listed-place-provider.ts';
import { unnamedBeneficiary } from './83-unnamed-beneficiary.ts';
import { unprovenWallet } from './84-unproven-wallet.ts';
import { listedName } from './85-listed-name.ts';
import { aboveProfile } from './86-above-profile.ts';
import { internalCollector } from './87-internal-collector.ts';
import { internalChain } from './88-internal-chain.ts';
import type { Scheme } from './scheme.ts';
import { taggedContacts } from './tagged-contacts.ts';

/** Every way to commit a crime that the world knows, by its number in the catalogue of scenarios. */
export const SCHEMES: readonly Scheme[] = [
  sanctionedSource,
  sanctionedDestination,
  addressPoisoning,
  fanOut,
  structuring,
  rapidInOut,
  dormantWakeUp,
  firstDepositSpike,
  newAccountEmpties,
  highValueBurst,
  regularHighValues,
  lossIndifferent,
  belowPar,
  manyRemitters,
  thirdPartyFunding,
  cardTesting,
  unregisteredExchanger,
  premiumForCash,
  voucherFunding,
  elderScam,
  pigButchering,
  sharedDevice,
  anonymizer,
  impossibleTravel,
  mule,
  accountTakeover,
  coachedWithdrawal,
  cartelBroker,
  cashCourier,
  smugglingFunnel,
  extortion,
  remittanceMisuse,
  municipalityCluster,
  sharedCollector,
  listedName,
  ...taggedContacts,
  privacyHop,
  nestedProvider,
  unlicensedExchange,
  gamblingPassThrough,
  miningClaim,
  multiVasp,
  washTrading,
  disputedPayments,
  kiosk,
  savingsScam,
  purposeMismatch,
  blockedRegion,
  mirrorSettlement,
  precursorPurchase,
  pillEquipment,
  namedBank,
  adPayments,
  frontCompany,
  motorcade,
  pepFlow,
  listedPlaceProvider,
  unprovenWallet,
  aboveProfile,
  internalCollector,
  internalChain,
  indirectSanctions,
  coinjoinOrigin,
  coinjoinDestination,
  peelChain,
  bridgeHopping,
  unresolvedBridge,
  swapAndGo,
  freshPassThrough,
  fanInCollector,
  circle,
  gasSponsor,
  unnamedBeneficiary,
];
