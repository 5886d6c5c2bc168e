/**
 * The sum from which Mexico wants an aviso for virtual assets (LFPIORPI art. 17-XVI): 645 UMA, and 210 UMA from
 * 2025-07-17 (DOF 2025-07-16). Those who split payments know it, so the world knows it too. Daily UMA in MXN (INEGI).
 */
const UMA: readonly (readonly [from: string, mxn: number])[] = [
  ['2026-02-01', 117.31],
  ['2025-02-01', 113.14],
  ['2024-02-01', 108.57],
  ['2023-02-01', 103.74],
];

const MULTIPLES: readonly (readonly [from: string, uma: number])[] = [
  ['2025-07-17', 210],
  ['2021-09-10', 645],
];

const inForce = (rows: readonly (readonly [string, number])[], date: string): number =>
  (rows.find(([from]) => from <= date) ?? rows.at(-1) ?? ['', 0])[1];

/** MXN from which an operation of that day (`YYYY-MM-DD`) is reportable; after the last known UMA, that one. */
export const reportingThresholdMxn = (date: string): number =>
  Math.round(inForce(UMA, date) * inForce(MULTIPLES, date) * 100) / 100;
