import { describeWith, sharedFolder } from '@atalaya/engine/platform/testing/requirements.ts';
import { expect, it } from 'vitest';
import { cleanCustomers, realLists, unListings } from '../screening-fit/shared-data.ts';
import { cleanAlerts, treatedNames } from './screening-treated.ts';

/** Thousands of whole screens: the figures over all names are printed by `bench -- screening-quality`. */
const PATIENCE = 300_000;

describeWith(sharedFolder(), 'screening against real lists', (shared) => {
  it(
    'UN names in eight treatments: the record is in the first five of 99 %, and matched in 98 %',
    async () => {
      const [all] = treatedNames(await unListings(shared), 3);
      expect(all?.found_top5).toBeGreaterThanOrEqual(0.99);
      expect(all?.matched_top5).toBeGreaterThanOrEqual(0.98);
    },
    PATIENCE,
  );

  it(
    'clean customers the fit did not see: at most 1 % alert by name, 0.5 % with birth date and country',
    async () => {
      const found = cleanAlerts(await realLists(shared), cleanCustomers(shared), 2_000);
      expect(found.customers).toBe(2_000);
      expect(found.alerts_name_only).toBeLessThanOrEqual(0.01);
      expect(found.alerts_with_birth_date_and_country).toBeLessThanOrEqual(0.005);
    },
    PATIENCE,
  );
});
