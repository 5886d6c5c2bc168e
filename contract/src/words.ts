import type { Language } from './schema.ts';

/**
 * Codes of the field as people say them, in the middle of a sentence: Spanish, Portuguese, English. What decisions tell
 * and what the console shows come from here. Categories are those of `modules/tracing/tags/categories.ts`, besides tags
 * an exchange or a feed may give directly; notes of payments those of `modules/monitoring/memo.ts`.
 */
const TABLE = {
  category: {
    sanctions: ['sancionado', 'sancionado', 'sanctioned'],
    terrorism: ['terrorismo', 'terrorismo', 'terrorism'],
    extremism: ['extremismo', 'extremismo', 'extremism'],
    csam: ['abuso infantil', 'abuso infantil', 'child abuse'],
    human_trafficking: ['trata de personas', 'tráfico de pessoas', 'human trafficking'],
    ransomware: ['secuestro de datos', 'sequestro de dados', 'ransomware'],
    darknet_market: ['mercado clandestino', 'mercado clandestino', 'darknet market'],
    guarantee_market: ['mercado con garantía', 'mercado com garantia', 'guarantee market'],
    issuer_frozen: ['congelado por el emisor', 'congelado pelo emissor', 'frozen by issuer'],
    stolen_funds: ['fondos robados', 'fundos roubados', 'stolen funds'],
    scam: ['estafa', 'golpe', 'scam'],
    investment_scam: ['estafa de inversión', 'golpe de investimento', 'investment scam'],
    phishing: ['suplantación', 'falsa identidade', 'phishing'],
    sextortion: ['extorsión sexual', 'extorsão sexual', 'sextortion'],
    perpetrator: ['autor señalado', 'autor apontado', 'named perpetrator'],
    reported: ['denunciado', 'denunciado', 'reported'],
    chemical_vendor: ['vendedor químico', 'vendedor químico', 'chemical vendor'],
    mixing: ['mezclador', 'misturador', 'mixer'],
    mixer: ['mezclador', 'misturador', 'mixer'],
    coinjoin: ['CoinJoin', 'CoinJoin', 'CoinJoin'],
    high_risk_exchange: ['casa de cambio de alto riesgo', 'corretora de alto risco', 'high-risk exchange'],
    unlicensed_exchange: ['casa de cambio sin licencia', 'corretora sem licença', 'unlicensed exchange'],
    no_kyc_exchange: [
      'casa de cambio que no identifica',
      'corretora que não identifica',
      'exchange without identification',
    ],
    bridge: ['puente', 'ponte', 'bridge'],
    kiosk: ['cajero', 'caixa eletrônico', 'kiosk'],
    gambling: ['apuestas', 'apostas', 'gambling'],
    ad_platform: ['plataforma de anuncios', 'plataforma de anúncios', 'advertising platform'],
    exchange: ['casa de cambio', 'corretora', 'exchange'],
    payment_service: ['servicio de pagos', 'serviço de pagamentos', 'payment service'],
    wallet_service: ['servicio de carteras', 'serviço de carteiras', 'wallet service'],
    mining_pool: ['grupo de minería', 'grupo de mineração', 'mining pool'],
    coinbase_reward: ['recompensa de minería', 'recompensa de mineração', 'mining reward'],
    dex: ['mercado descentralizado', 'mercado descentralizado', 'decentralised exchange'],
    lending: ['préstamos', 'empréstimos', 'lending'],
    defi: ['DeFi', 'DeFi', 'DeFi'],
    marketplace: ['tienda', 'loja', 'shop'],
    faucet: ['grifo de monedas', 'torneira de moedas', 'faucet'],
    donation: ['donativos', 'doações', 'donations'],
    token_contract: ['contrato de un token', 'contrato de um token', 'token contract'],
    service: ['servicio', 'serviço', 'service'],
    organization: ['organización', 'organização', 'organization'],
    individual: ['particular', 'particular', 'individual'],
    unknown: ['sin categoría', 'sem categoria', 'no category'],
  },
  eventType: {
    deposit: ['depósito', 'depósito', 'deposit'],
    withdrawal: ['retiro', 'saque', 'withdrawal'],
    transfer: ['transferencia', 'transferência', 'transfer'],
    trade: ['compraventa', 'negociação', 'trade'],
    p2p_order: ['orden P2P', 'ordem P2P', 'P2P order'],
    login: ['acceso', 'acesso', 'sign-in'],
  },
  occupation: {
    employed: ['empleado', 'empregado', 'employed'],
    self_employed: ['trabaja por su cuenta', 'autônomo', 'self-employed'],
    merchant: ['comerciante', 'comerciante', 'merchant'],
    student: ['estudiante', 'estudante', 'student'],
    homemaker: ['hogar', 'do lar', 'homemaker'],
    unemployed: ['sin empleo', 'desempregado', 'unemployed'],
    retired: ['jubilado', 'aposentado', 'retired'],
    public_office: ['cargo público', 'cargo público', 'public office'],
    other: ['otra', 'outra', 'other'],
  },
  purpose: {
    savings: ['ahorro', 'poupança', 'savings'],
    remittance: ['remesas', 'remessas', 'remittances'],
    trading: ['inversión', 'investimento', 'trading'],
    payments: ['pagos', 'pagamentos', 'payments'],
    merchant: ['comercio', 'comércio', 'commerce'],
    treasury: ['tesorería', 'tesouraria', 'treasury'],
    mining: ['minería', 'mineração', 'mining'],
    other: ['otro', 'outro', 'other'],
  },
  rail: {
    crypto: ['cripto', 'cripto', 'crypto'],
    bank: ['banco', 'banco', 'bank'],
    cash: ['efectivo', 'dinheiro', 'cash'],
    card: ['tarjeta', 'cartão', 'card'],
    voucher: ['vale', 'vale', 'voucher'],
    none: ['ninguno', 'nenhum', 'none'],
  },
  paymentMethod: {
    gift_card: ['tarjeta de regalo', 'cartão-presente', 'gift card'],
    prepaid_card: ['tarjeta prepagada', 'cartão pré-pago', 'prepaid card'],
  },
  anonymizer: {
    none: ['ninguno', 'nenhum', 'none'],
    tor: ['Tor', 'Tor', 'Tor'],
    vpn: ['VPN', 'VPN', 'VPN'],
    hosting: ['centro de datos', 'centro de dados', 'data centre'],
  },
  credentialChange: {
    password: ['contraseña', 'senha', 'password'],
    two_factor: ['segundo factor', 'segundo fator', 'second factor'],
    device: ['dispositivo', 'dispositivo', 'device'],
    email: ['correo', 'e-mail', 'e-mail'],
    phone: ['teléfono', 'telefone', 'telephone'],
  },
  memo: {
    loan: ['préstamo', 'empréstimo', 'loan'],
    retirement: ['ahorro para el retiro', 'previdência', 'retirement savings'],
    home_equity: ['hipoteca o venta de casa', 'hipoteca ou venda de casa', 'home equity'],
    tuition: ['colegiatura', 'mensalidade escolar', 'tuition'],
    living_expenses: ['manutención', 'gastos de vida', 'living expenses'],
    precursor: ['precursor químico', 'precursor químico', 'chemical precursor'],
    pill_equipment: ['equipo para tabletas', 'equipamento para comprimidos', 'pill equipment'],
    cas_number: ['número CAS', 'número CAS', 'CAS number'],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly [string, string, string]>>>>;

export type Vocabulary = keyof typeof TABLE;

/** The facts whose values are codes of a vocabulary. */
export const FACT_VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
  'event.type': 'eventType',
  'event.rail': 'rail',
  'event.memo': 'memo',
  'customer.occupation': 'occupation',
  'customer.purpose': 'purpose',
  'device.credential_change': 'credentialChange',
  'ip.anonymizer': 'anonymizer',
  'screening.tags': 'category',
};

/** Of a fact; of a scenario's parameter (`param.name`) any; none where values stand as they are. */
export const vocabularyOf = (name: string): Vocabulary | 'any' | undefined =>
  name.startsWith('param.') ? 'any' : FACT_VOCABULARIES[name];

const PLACE: Readonly<Record<Language, 0 | 1 | 2>> = { es: 0, pt: 1, en: 2 };

/** Every code of a vocabulary with its word. */
export const wordsOf = <V extends Vocabulary>(
  vocabulary: V,
  language: Language,
): { readonly [code in keyof (typeof TABLE)[V]]: string } =>
  Object.fromEntries(
    Object.entries<readonly [string, string, string]>(TABLE[vocabulary]).map(([code, words]) => [
      code,
      words[PLACE[language]],
    ]),
  ) as { [code in keyof (typeof TABLE)[V]]: string };

/** The same, as they stand alone: with a capital letter. */
export const titlesOf = <V extends Vocabulary>(
  vocabulary: V,
  language: Language,
): ReturnType<typeof wordsOf<V>> =>
  Object.fromEntries(
    Object.entries<string>(wordsOf(vocabulary, language)).map(([code, word]) => [
      code,
      word.charAt(0).toLocaleUpperCase(language) + word.slice(1),
    ]),
  ) as ReturnType<typeof wordsOf<V>>;

const TABLES: Readonly<Record<string, Readonly<Record<string, readonly [string, string, string]>>>> = TABLE;

/** What a code of a vocabulary, or of `any`, is called; a code that is in none stands as it is. */
export function sayCode(code: string, vocabulary: Vocabulary | 'any', language: Language): string {
  const tables = vocabulary === 'any' ? Object.values(TABLES) : [TABLES[vocabulary]];
  for (const table of tables) {
    const words = table !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
    if (words !== undefined) return words[PLACE[language]];
  }
  return code;
}
