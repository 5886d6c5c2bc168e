import {
  getHit,
  getScreeningPolicy,
  getScreeningRun,
  judgeHit as judgeRoute,
  listHits,
  listScreeningRuns,
  reopenHit as reopenRoute,
  replayHit as replayRoute,
  secondHit as secondRoute,
  setScreeningPolicy,
  startScreeningRun,
} from '@atalaya/contract/screening.ts';
import { read, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import { mayReadConfidential } from '../watchlists/routes.ts';
import { policySet } from './events.ts';
import { hitPage } from './hit-queries.ts';
import { hitView } from './hit-view.ts';
import { tenThousandths } from './hits/comparison.ts';
import { DEFAULT_POLICY, policiesOf } from './hits/policy.ts';
import { type HitPorts, judgeHit, reopenHit, secondHit } from './hits.ts';
import { replayHit } from './replay.ts';
import { runView, runViews } from './run-view.ts';
import { announceRun, type RunPorts } from './runs.ts';

export interface HitRoutePorts extends HitPorts, RunPorts {
  /** cus_… of an id that may be the exchange's own reference. */
  readonly customerId: (tx: Tx, id: string) => Promise<string>;
}

/** A judgement reads lists, which belong to the deployment, beside the entity's own. */
const judging = (scope: Scope): Scope => withDeployment(scope);

export function mountHits(http: Http, ports: HitRoutePorts): void {
  http.mount(listHits, ({ scope, query }) =>
    read(ports.db, judging(scope), async (tx) => {
      const { customer } = query;
      return hitPage(tx, ports, {
        ...query,
        ...(customer === undefined ? {} : { customer: await ports.customerId(tx, customer) }),
      });
    }),
  );

  http.mount(getHit, ({ scope, caller, params }) =>
    read(ports.db, judging(scope), (tx) =>
      hitView(tx, ports, params.id, { vault: ports.vault, confidential: mayReadConfidential(caller) }),
    ),
  );

  http.mount(judgeRoute, ({ scope, caller, params, body }) =>
    judgeHit(ports, { scope: judging(scope), actor: caller.actor }, params.id, body),
  );

  http.mount(secondRoute, ({ scope, caller, params, body }) =>
    secondHit(ports, { scope: judging(scope), actor: caller.actor }, params.id, body),
  );

  http.mount(reopenRoute, ({ scope, caller, params, body }) =>
    reopenHit(ports, { scope: judging(scope), actor: caller.actor }, params.id, body.note),
  );

  http.mount(replayRoute, ({ scope, params }) =>
    read(ports.db, judging(scope), (tx) => replayHit(tx, ports.vault, params.id)),
  );

  mountPolicy(http, ports);
  mountRuns(http, ports);
}

function mountPolicy(http: Http, ports: HitRoutePorts): void {
  const policyView = async (tx: Tx, entity: string) => {
    const policy = (await policiesOf(tx)).get(entity) ?? DEFAULT_POLICY;
    return {
      threshold: policy.threshold / 10_000,
      threshold_high_risk: policy.threshold_high_risk / 10_000,
      four_eyes: policy.four_eyes / 10_000,
      clearance_days: policy.clearance_days,
    };
  };

  http.mount(getScreeningPolicy, ({ scope, entity }) =>
    read(ports.db, scope, (tx) => policyView(tx, entity())),
  );

  http.mount(setScreeningPolicy, ({ scope, caller, entity, body }) =>
    write(ports.db, scope, async (tx) => {
      await ports.journal.record(tx, policySet, {
        entity: entity(),
        actor: caller.actor,
        subject: entity(),
        data: {
          threshold: tenThousandths(body.threshold),
          threshold_high_risk: tenThousandths(body.threshold_high_risk),
          four_eyes: tenThousandths(body.four_eyes),
          clearance_days: body.clearance_days,
        },
      });
      return policyView(tx, entity());
    }),
  );
}

function mountRuns(http: Http, ports: HitRoutePorts): void {
  http.mount(listScreeningRuns, async ({ scope }) => ({
    items: await read(ports.db, withDeployment(scope), runViews),
  }));

  http.mount(getScreeningRun, ({ scope, params }) =>
    read(ports.db, withDeployment(scope), (tx) => runView(tx, params.id)),
  );

  http.mount(startScreeningRun, async ({ scope, caller, entity, body }) => {
    const settings = {
      entity: entity(),
      ...(body.threshold === undefined ? {} : { threshold: tenThousandths(body.threshold) }),
      ...(body.list === undefined ? {} : { list: body.list }),
    };
    const run = { kind: body.kind, list: null, from_number: null, to_number: null, settings };
    const id = await announceRun(ports, caller.actor, run, entity());
    return read(ports.db, withDeployment(scope), (tx) => runView(tx, id));
  });
}
