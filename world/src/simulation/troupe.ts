import type { Account } from '../accounts/account.ts';
import { Desk } from '../accounts/desk.ts';
import type { Clock, Exchange } from '../accounts/desk-terms.ts';
import type { Gang } from '../criminals/scheme.ts';
import type { Label } from '../label.ts';
import type { Stream } from '../random/stream.ts';
import { DAY, HOUR } from '../time/calendar.ts';
import type { Wallet } from '../wallets/wallet.ts';
import type { CastGang } from './casting.ts';

/** What a gang needs of the world around it. */
export interface Stage {
  readonly exchange: Exchange;
  readonly listed: readonly Wallet[];
  account(index: number): Account;
  /** Any customer who plays no part. */
  bystander(random: Stream): Account;
  readonly clock?: Clock;
  readonly series?: string;
}

/** The people of a gang for day `k` of one commission. `first_ms`: midnight before the first day, where they live. */
export function gangOn(stage: Stage, cast: CastGang, number: number, k: number, first_ms: number): Gang {
  const { scheme } = cast;
  const seed = cast.seed.sub('commission', number);
  const random = seed.sub('day', k).stream();
  const pattern = `${scheme.scenario}-${cast.number}.${number}`;
  const desk = (roleName: string, stageName: string, n: number): Desk => {
    const role = scheme.cast.find((each) => each.name === roleName);
    const index = cast.members.get(roleName)?.[n];
    if (role === undefined || index === undefined) {
      throw new RangeError(`scheme ${scheme.scenario} has no ${roleName} number ${n}`);
    }
    const label: Label = {
      honest: role.honest === true,
      scenario: scheme.scenario,
      role: role.name,
      stage: stageName,
      pattern,
    };
    return new Desk(stage.exchange, stage.account(index), {
      random,
      label,
      clock: stage.clock,
      series: stage.series,
    });
  };
  return {
    pattern,
    first_ms,
    random,
    seed,
    listed: stage.listed,
    as: (role, stageName, n = 0) => desk(role, stageName, n),
    all: (role, stageName) => (cast.members.get(role) ?? []).map((_, n) => desk(role, stageName, n)),
    at: (from, to) => Math.round(first_ms + k * DAY + random.between(from, to) * HOUR),
    bystander: () => stage.bystander(random),
  };
}
