import type { Desk } from '../accounts/desk.ts';
import type { Tag } from '../tags.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Network } from '../wallets/wallet.ts';
import { assetFor, payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

interface Contact {
  readonly scenario: string;
  readonly slug: string;
  readonly role: string;
  readonly tag: Tag;
  readonly usd: readonly [number, number];
  readonly networks: readonly Network[];
  readonly honest?: boolean;
}

function sendTo(desk: Desk, at: number, { tag, usd, networks }: Contact): void {
  const to = desk.tagged(tag, desk.random.pick(networks), desk.random.int(0, 1));
  const asset = assetFor(to);
  const sum = desk.random.between(...usd);
  desk.login(at);
  payAndBuy(desk, at + 4 * MINUTE, sum * 1.12 + 8, asset);
  const left = at + desk.random.between(1, 4) * HOUR;
  desk.send(left, asset, Math.min(desk.sendable(asset), desk.worth(asset, sum, left)), to);
}

function receiveFrom(desk: Desk, at: number, { tag, usd, networks }: Contact): void {
  const from = desk.tagged(tag, desk.random.pick(networks), desk.random.int(0, 1));
  const asset = assetFor(from);
  desk.receive(at, asset, desk.worth(asset, desk.random.between(...usd), at), from);
}

/** Pays, or is paid by, an address that is known for something. */
const contact = (how: Contact, act: (desk: Desk, at: number, how: Contact) => void): Scheme => ({
  scenario: how.scenario,
  slug: how.slug,
  span_days: 1,
  cast: [{ name: how.role, count: 1, camouflage: 'own', ...(how.honest === true ? { honest: true } : {}) }],
  again: true,
  commit: (gang) =>
    act(gang.as(how.role, how.honest === true ? 'defrauded' : 'placement'), gang.at(9, 17), how),
});

const everywhere: readonly Network[] = ['tron', 'ethereum', 'bitcoin'];

/** Scenarios 6 to 11, 14, 20 and 28: direct contact with a tagged address. Payers of ransom and of scams are victims. */
export const taggedContacts: readonly Scheme[] = [
  contact(
    {
      scenario: '6',
      slug: 'darknet-market',
      role: 'buyer',
      tag: 'darknet_market',
      usd: [40, 400],
      networks: ['bitcoin'],
    },
    sendTo,
  ),
  contact(
    {
      scenario: '7',
      slug: 'ransom',
      role: 'payer',
      tag: 'ransomware',
      usd: [700, 4_000],
      networks: ['bitcoin'],
      honest: true,
    },
    sendTo,
  ),
  contact(
    {
      scenario: '8',
      slug: 'stolen-funds',
      role: 'receiver',
      tag: 'stolen_funds',
      usd: [300, 2_500],
      networks: everywhere,
    },
    receiveFrom,
  ),
  contact(
    {
      scenario: '9',
      slug: 'scam-payment',
      role: 'victim',
      tag: 'scam',
      usd: [60, 900],
      networks: ['tron'],
      honest: true,
    },
    sendTo,
  ),
  contact(
    {
      scenario: '10',
      slug: 'terror-donation',
      role: 'donor',
      tag: 'terrorism',
      usd: [15, 90],
      networks: ['tron', 'bitcoin'],
    },
    sendTo,
  ),
  contact(
    {
      scenario: '11',
      slug: 'abuse-material',
      role: 'buyer',
      tag: 'csam',
      usd: [15, 80],
      networks: ['bitcoin'],
    },
    sendTo,
  ),
  contact(
    {
      scenario: '14',
      slug: 'mixer',
      role: 'hider',
      tag: 'mixing',
      usd: [250, 3_000],
      networks: ['ethereum', 'bitcoin'],
    },
    receiveFrom,
  ),
  contact(
    {
      scenario: '20',
      slug: 'frozen-destination',
      role: 'sender',
      tag: 'issuer_frozen',
      usd: [200, 2_500],
      networks: ['tron'],
    },
    sendTo,
  ),
  contact(
    {
      scenario: '28',
      slug: 'guarantee-market',
      role: 'trader',
      tag: 'guarantee_market',
      usd: [150, 2_800],
      networks: ['tron'],
    },
    receiveFrom,
  ),
];
