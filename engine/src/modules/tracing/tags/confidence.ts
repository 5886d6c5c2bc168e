/** GraphSense's ladder: how a tag came to be known, and how far it is to be believed (0-100). */
export const CONFIDENCE: Readonly<Record<string, number>> = {
  override: 100,
  ownership: 100,
  ledger_immanent: 100,
  manual_transaction: 90,
  service_api: 70,
  forensic_investigation: 70,
  authority_data: 60,
  trusted_provider: 50,
  service_data: 50,
  forensic: 50,
  untrusted_transaction: 40,
  web_crawl: 20,
  heuristic: 10,
  unknown: 5,
};

/** Tags below are shown, but decide nothing. */
export const DECIDING_CONFIDENCE_MIN = 20;
