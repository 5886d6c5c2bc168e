import { randomBytes } from 'node:crypto';
import { contractOf } from '@atalaya/engine/modules/tracing/evm/contract-shape.ts';
import { sourceOf } from '@atalaya/engine/modules/tracing/sources/configured.ts';
import { keccak256 } from '@atalaya/engine/modules/wallets/keccak.ts';
import { type AnvilNode, freshAccount } from './anvil.ts';
import type { FollowingHouse } from './house.ts';
import { exposureOf } from './stories.ts';

const ETHER = 10n ** 18n;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What the product takes the deployed contracts for, and what it says of money that came through them. */
export async function recognised(house: FollowingHouse, anvil: AnvilNode) {
  const { contracts, call, rpc } = anvil;
  const shape = async (address: string) => contractOf(String(await rpc('eth_getCode', address, 'latest')));
  const mixed = await throughMixer(anvil);
  await intoVault(anvil);
  const frozen = (await anvil.mine(1)).paid[0] ?? '';
  const [, issuer = ''] = anvil.accounts;
  const { token: to } = contracts;
  await anvil.send(issuer, { to, data: call('addBlackList(address)', frozen) });
  await anvil.send(issuer, { to, data: call('destroyBlackFunds(address)', frozen) });
  const { height, hash } = await anvil.mine(1);
  await house.reached(anvil, height);
  const block = await sourceOf(anvil.config).block({ height, hash });
  const said = block.transactions.flatMap(({ signals }) =>
    signals.filter(({ account }) => account === frozen).map(({ kind }) => kind),
  );
  const ether = (address: string) => exposureOf(house, { network: anvil.network, asset: 'ETH' }, address);
  const taken = await ether(mixed);
  return {
    token_is_erc20: (await shape(contracts.token)).is_erc20,
    mixer_is_erc20: (await shape(contracts.mixer)).is_erc20,
    issuer_said: said,
    mixer_is: (await ether(contracts.mixer)).attribution?.category ?? 'unnamed',
    vault_is: (await ether(contracts.vault)).attribution?.category ?? 'unnamed',
    behind_withdrawal: taken.slices.map(({ category, share_ppm }) => `${category} ${share_ppm}`),
  };
}

/** Three deposits of three accounts; what one of them left there is taken out by an account nobody knows. Answers that account. */
async function throughMixer({ accounts, contracts, call, send, mine }: AnvilNode): Promise<string> {
  const [, issuer = '', ...others] = accounts;
  const secrets = [issuer, ...others].map(() => randomBytes(32));
  for (const [index, from] of [issuer, ...others].entries()) {
    const commitment = hex(keccak256(secrets[index] ?? Buffer.alloc(32)));
    await send(from, {
      to: contracts.mixer,
      value: ETHER,
      data: call('deposit(bytes32)', commitment),
    });
  }
  await mine(0);
  const taker = freshAccount();
  await send(issuer, {
    to: contracts.mixer,
    data: call(
      'withdraw(bytes32,address,address,uint256)',
      hex(secrets[1] ?? Buffer.alloc(32)),
      taker,
      issuer,
      ETHER / 100n,
    ),
  });
  await mine(0);
  return taker;
}

/** The vault takes different amounts against the same event. */
async function intoVault({ accounts, contracts, call, send, mine }: AnvilNode): Promise<void> {
  const [, , depositor = ''] = accounts;
  for (const value of [ETHER, 2n * ETHER])
    await send(depositor, {
      to: contracts.vault,
      value,
      data: call('deposit(bytes32)', hex(randomBytes(32))),
    });
  await mine(0);
}
