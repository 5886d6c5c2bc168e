/**
 * What an address is said to be. Names are those scenarios and exposure policies use. `service`: its customers' money is mixed behind
 * it, so tracing stops there. Taxonomy: INTERPOL Darknet and Cryptocurrencies (DW-VA), as TagPacks use it, plus the words regulators use.
 */
export interface Category {
  readonly service: boolean;
  readonly risk: 'severe' | 'high' | 'medium' | 'low';
}

/** name, whether money is mixed behind it, risk, words of taxonomies and feeds that mean it. */
const TABLE = `
sanctions           - severe sanction sanctioned ofac
terrorism           - severe terrorist terrorism_financing
extremism           - severe alt_right
csam                - severe child_abuse child_sexual_abuse
human_trafficking   - severe trafficking
ransomware          - severe
darknet_market      + severe darknet darkmarket darknet_marketplace market
guarantee_market    + severe escrow_market
issuer_frozen       - high   black_list blacklist blacklisted frozen
stolen_funds        - high   service_hack hack theft heist exploit hacked
scam                - high   fraud fake_phishing ico_scam giveaway
investment_scam     - high   investment_fraud ponzi_scheme ponzi pyramid_scheme pyramid hyip pig_butchering
phishing            - high   phish phish_hack phish-hack
sextortion          - high   blackmail extortion
perpetrator         - high
mixing              + high   mixing_service mixer tumbler
coinjoin            + high   privacy_wallet
high_risk_exchange  + high   no_kyc_exchange
bridge              + medium cross_chain bridging
kiosk               + medium atm
gambling            + medium casino gaming
exchange            + low    vasp custodian
payment_service     + low    payment_processor merchant_service
wallet_service      + low    hosted_wallet hosting_wallet
mining_pool         + low    miner mining pool
dex                 + low    defi_dex decentralized_exchange
lending             + low    defi_lending
defi                + low    defi_bridge defi_other yield
marketplace         + low    nft_marketplace shop merchant
faucet              + low
donation            - low    charity
token_contract      - low    token
service             + low    infrastructure
organization        - low
individual          - low    user person
unknown             - low
`;

interface Row {
  readonly name: string;
  readonly category: Category;
  readonly words: readonly string[];
}

const riskOf = (text: string): Category['risk'] =>
  text === 'severe' || text === 'high' || text === 'medium' ? text : 'low';

const rows: readonly Row[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [name = '', service = '', risk = '', ...words] = line.split(/\s+/);
    return { name, category: { service: service === '+', risk: riskOf(risk) }, words: [name, ...words] };
  });

export const CATEGORIES: Readonly<Record<string, Category>> = Object.fromEntries(
  rows.map(({ name, category }) => [name, category]),
);

/** Names in the order of gravity: the first of several is the one to show. */
export const CATEGORY_NAMES: readonly string[] = rows.map(({ name }) => name);

const BY_WORD = new Map(rows.flatMap(({ name, words }) => words.map((word) => [word, name] as const)));

/**
 * Our category of a word of another taxonomy; undefined when nobody told us. A TagPack's `market` is a darknet market on Bitcoin and
 * its like; on account chains its packs use the word for shops of collectibles.
 */
export function categoryOf(word: string, accountChain: boolean): string | undefined {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (plain === 'market' && accountChain) return 'marketplace';
  return BY_WORD.get(plain);
}
