import { type Logger, pino } from 'pino';

/** Paths that may carry personal data or secrets are never written, whatever logs them. */
const REDACTED = [
  'req.headers.authorization',
  'req.headers.cookie',
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'name',
  'legal_name',
  'email',
  'phone',
  'address',
  'birth_date',
  'identity_numbers',
  'counterparty',
  'origin',
  'note',
  'personal',
  'narrative',
  'body',
  '*.password',
  '*.secret',
  '*.token',
  '*.name',
  '*.legal_name',
  '*.email',
  '*.phone',
  '*.birth_date',
  '*.identity_numbers',
  '*.counterparty',
  '*.origin',
  '*.note',
  '*.personal',
  '*.narrative',
];

export type { Logger };

/** JSON lines on standard error; personal data redacted. */
export const createLog = (level: string): Logger =>
  pino(
    { level, base: null, redact: { paths: REDACTED, censor: '[redacted]' } },
    pino.destination({ fd: 2, sync: false }),
  );
