import {
  type BacktestResult,
  cancelBacktest as cancelRoute,
  getBacktest,
  getBacktestResult,
  getShadow,
  listBacktests,
  type ShadowView,
  startBacktest as startRoute,
} from '@atalaya/contract/backtests.ts';
import { DEPLOYMENT, type Scope } from '../../../platform/database.ts';
import type { Caller, Http } from '../../../platform/http.ts';
import { backtestPage, backtestResult, backtestView } from './backtest-queries.ts';
import { type BacktestPorts, cancelBacktest, startBacktest } from './backtests.ts';

export interface BacktestRoutePorts extends BacktestPorts {
  readonly shadowView: (scope: Scope, id: string) => Promise<ShadowView>;
}

const knowsCases = ({ grants }: Caller, entity: string): boolean =>
  entity === DEPLOYMENT || grants.get(entity)?.has('cases:read') === true;

/** How cases ended is for those who may read cases. */
function withoutQuality({ side, against, ...rest }: BacktestResult): BacktestResult {
  const { quality: _, ...open } = side;
  if (against === undefined) return { ...rest, side: open };
  const { quality: __, ...other } = against;
  return { ...rest, side: open, against: other };
}

export function mountBacktests(http: Http, ports: BacktestRoutePorts): void {
  http.mount(startRoute, async ({ scope, caller, body }) =>
    backtestView(ports, scope, await startBacktest(ports, { scope, actor: caller.actor }, body)),
  );

  http.mount(listBacktests, ({ scope, query }) => backtestPage(ports, scope, query));

  http.mount(getBacktest, ({ scope, params }) => backtestView(ports, scope, params.id));

  http.mount(getBacktestResult, async ({ scope, caller, params }) => {
    const result = await backtestResult(ports, scope, params.id);
    const mayKnow = scope.entities.every((entity) => knowsCases(caller, entity));
    return mayKnow ? result : withoutQuality(result);
  });

  http.mount(cancelRoute, async ({ scope, caller, params }) => {
    await cancelBacktest(ports, { scope, actor: caller.actor }, params.id);
    return backtestView(ports, scope, params.id);
  });

  http.mount(getShadow, ({ scope, params }) => ports.shadowView(scope, params.id));
}
