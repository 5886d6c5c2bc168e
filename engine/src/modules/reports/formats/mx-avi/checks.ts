import { CATALOGUE_CHECKS } from './check-catalogue.ts';
import { CONTENT_CHECKS } from './check-content.ts';
import type { Check } from './check-context.ts';
import { OPERATION_CHECKS } from './check-operations.ts';
import { PEOPLE_CHECKS } from './check-people.ts';
import { PRESENCE_CHECKS } from './check-presence.ts';
import { REFERENCE_CHECKS } from './check-references.ts';

/** The check of every numbered rule of avi-rules.yaml, by rule id; AVI-X… come from schema-findings.ts. */
export const AVI_CHECKS: Readonly<Record<string, Check>> = {
  ...PRESENCE_CHECKS,
  ...CONTENT_CHECKS,
  ...REFERENCE_CHECKS,
  ...OPERATION_CHECKS,
  ...PEOPLE_CHECKS,
  ...CATALOGUE_CHECKS,
};
