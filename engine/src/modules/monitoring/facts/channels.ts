import type { DeviceFacts, IpFacts, Observation } from '../observation.ts';
import { type FactDefinition, flag, int, list, text } from './definition.ts';
import { ipGroup, placeCell } from './places.ts';

/** Facts about the way in and what the lists say: device, network address, screening. */

const device = (o: Observation): DeviceFacts => {
  o.device ??= {
    id: null,
    remoteAccess: null,
    credentialChange: null,
    vendor: null,
    timezone: null,
    simCountry: null,
  };
  return o.device;
};

const ip = (o: Observation): IpFacts => {
  o.ip ??= {
    address: null,
    country: null,
    anonymizer: null,
    shared: null,
    latitudeE4: null,
    longitudeE4: null,
  };
  return o.ip;
};

const NETWORK: readonly FactDefinition[] = [
  text(
    'device.id',
    'Device fingerprint or installation.',
    (o) => o.device?.id ?? null,
    (o, v) => {
      device(o).id = v;
    },
    { personal: true },
  ),
  flag(
    'device.remote_access',
    'A remote-desktop tool was running.',
    (o) => o.device?.remoteAccess ?? null,
    (o, v) => {
      device(o).remoteAccess = v;
    },
  ),
  text(
    'device.credential_change',
    'Credential changed by this login; not known when none was.',
    (o) => o.device?.credentialChange ?? null,
    (o, v) => {
      device(o).credentialChange = v;
    },
    { words: ['password', 'two_factor', 'device', 'email', 'phone'] },
  ),
  text(
    'device.vendor',
    'Maker of the device, in small letters.',
    (o) => o.device?.vendor ?? null,
    (o, v) => {
      device(o).vendor = v;
    },
  ),
  text(
    'device.timezone',
    'IANA time zone the device is set to.',
    (o) => o.device?.timezone ?? null,
    (o, v) => {
      device(o).timezone = v;
    },
  ),
  text(
    'device.sim_country',
    'Country of the SIM card’s network.',
    (o) => o.device?.simCountry ?? null,
    (o, v) => {
      device(o).simCountry = v;
    },
  ),
  text(
    'ip.address',
    'IP address, textual.',
    (o) => o.ip?.address ?? null,
    (o, v) => {
      ip(o).address = v;
    },
    { personal: true },
  ),
  text(
    'ip.group',
    'The IPv4 address, or the /64 of an IPv6 address: one subscriber line.',
    (o) => ipGroup(o.ip?.address ?? null),
    undefined,
    { personal: true },
  ),
  text(
    'ip.country',
    'Country the address is announced from.',
    (o) => o.ip?.country ?? null,
    (o, v) => {
      ip(o).country = v;
    },
  ),
  text(
    'ip.anonymizer',
    'What hides the address.',
    (o) => o.ip?.anonymizer ?? null,
    (o, v) => {
      ip(o).anonymizer = v;
    },
    { words: ['none', 'tor', 'vpn', 'hosting'] },
  ),
  flag(
    'ip.shared',
    'Many unrelated subscribers share the address (carrier-grade NAT).',
    (o) => o.ip?.shared ?? null,
    (o, v) => {
      ip(o).shared = v;
    },
  ),
  int(
    'ip.latitude',
    'degrees',
    'Latitude of the address, degrees × 10,000.',
    (o) => o.ip?.latitudeE4 ?? null,
    (o, v) => {
      ip(o).latitudeE4 = v;
    },
  ),
  int(
    'ip.longitude',
    'degrees',
    'Longitude of the address, degrees × 10,000.',
    (o) => o.ip?.longitudeE4 ?? null,
    (o, v) => {
      ip(o).longitudeE4 = v;
    },
  ),
  text(
    'ip.cell',
    'Where it was done, to a square of a fifth of a degree (some 20 km): one town.',
    (o) => placeCell(o.ip?.latitudeE4 ?? null, o.ip?.longitudeE4 ?? null),
    undefined,
    { personal: true },
  ),
];

const SCREENING: readonly FactDefinition[] = [
  flag(
    'screening.wallet_listed',
    'The wallet is on a list in force at event time.',
    (o) => o.screening.walletListed,
    (o, v) => {
      o.screening.walletListed = v;
    },
  ),
  flag(
    'screening.name_listed',
    'A party’s name is on a list in force at event time.',
    (o) => o.screening.nameListed,
    (o, v) => {
      o.screening.nameListed = v;
    },
  ),
  list(
    'screening.lists',
    'Codes of the lists hit.',
    (o) => o.screening.lists,
    (o, v) => {
      o.screening.lists = v ?? [];
    },
  ),
  list(
    'screening.tags',
    'Direct tags of the wallet or counterparty.',
    (o) => o.screening.tags,
    (o, v) => {
      o.screening.tags = v ?? [];
    },
  ),
];

export const CHANNEL_FACTS: readonly FactDefinition[] = [...NETWORK, ...SCREENING];
