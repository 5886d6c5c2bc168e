import type { Event } from '@atalaya/contract/activity.ts';
import { describe, expect, test } from 'vitest';
import { observationOf } from './observe.ts';

const who = { id: 'evt_1', entity: 'ent_1', customer: 'cus_1', occurredAt: 1, recordedAt: 1 };
const gathered = { jurisdiction: 'MX', currency: 'MXN', customer: { kind: 'person' } } as const;

const loginFrom = (origin: Event['origin']): Event => ({
  id: 'e-1',
  type: 'login',
  outcome: 'success',
  occurred_at: '2026-03-01T12:00:00Z',
  customer: 'c-1',
  ...(origin === undefined ? {} : { origin }),
});

describe('whether many subscribers share the address of an event', () => {
  test.each([
    ['the carrier range begins', { ip: '100.64.0.0' }, true],
    ['the carrier range ends', { ip: '100.127.255.255' }, true],
    ['just before it', { ip: '100.63.255.255' }, null],
    ['just after it', { ip: '100.128.0.0' }, null],
    ['an address of the sixth version', { ip: '2001:db8::100.64.0.1' }, null],
    ['the exchange says so', { ip: '203.0.113.9', ip_shared: true }, true],
    ['the exchange says it is not', { ip: '203.0.113.9', ip_shared: false }, false],
    ['nobody says', { ip: '203.0.113.9' }, null],
    ['no address', { country: 'MX' }, null],
  ])('%s', (_name, origin, shared) => {
    expect(observationOf(who, loginFrom(origin), gathered).ip?.shared).toBe(shared);
  });
});
