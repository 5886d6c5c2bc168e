import {
  checkRuleSet as checkRoute,
  createRuleSet,
  discardRuleSet,
  type GoingLive,
  getRuleSet,
  getRuleSetChanges,
  getRuleSetScenario,
  goLive as goLiveRoute,
  listRuleSets,
  putRuleSetScenario,
  type RuleSetView,
  removeRuleSetScenario,
  retireRuleSet as retireRoute,
  setRuleSetParameter,
  setShadow as setShadowRoute,
  submitRuleSet as submitRoute,
  type TriedScenario,
  tryScenario as tryRoute,
} from '@atalaya/contract/rule-sets.ts';
import { DEPLOYMENT, read, type Scope } from '../../../platform/database.ts';
import type { Http } from '../../../platform/http.ts';
import { withDeployment } from '../../access/permissions.ts';
import type { ScenarioFile } from '../rules/source.ts';
import { checkRuleSet, retireRuleSet, setShadow, submitRuleSet } from './approval.ts';
import { changesBetween } from './changes.ts';
import {
  type CallOfStaff,
  createDraft,
  type DraftPorts,
  fileIn,
  putScenario,
  removeScenario,
  setParameter,
} from './drafts.ts';
import {
  type ActorNames,
  presentView,
  ruleSetIn,
  ruleSetOf,
  ruleSetRows,
  scenarioFilesOf,
  storedFiles,
  viewParts,
} from './queries.ts';

export interface RuleSetPorts extends DraftPorts {
  readonly actorNames: ActorNames;
  /** Runs a scenario text over the most recent events of these entities. */
  readonly tryScenario: (given: {
    readonly file: ScenarioFile;
    readonly live: readonly ScenarioFile[];
    readonly events: number;
    readonly entities: readonly string[];
  }) => Promise<TriedScenario>;
  /** Begins to make a version live; it goes on in the background. */
  readonly goLive: (
    call: CallOfStaff,
    id: string,
    given: { readonly reason: string; readonly withoutBacktest: boolean },
  ) => Promise<void>;
  readonly goingLive: (id: string) => GoingLive | undefined;
  /** Some version began or ended to be in shadow. */
  readonly shadowChanged: () => void;
}

const TRY_EVENTS = 20_000;

export function mountRuleSets(http: Http, ports: RuleSetPorts): void {
  const { db } = ports;
  const viewOf = async (scope: Scope, id: string): Promise<RuleSetView> => {
    const parts = await read(db, withDeployment(scope), (tx) => viewParts(tx, id, ports.actorNames));
    const checked = await ports.check(scenarioFilesOf(parts.files));
    const going = ports.goingLive(parts.stored.id);
    return { ...presentView(parts, checked), ...(going === undefined ? {} : { going_live: going }) };
  };

  http.mount(listRuleSets, ({ scope }) =>
    read(db, withDeployment(scope), async (tx) => ({
      live: (await ruleSetIn(tx, 'live'))?.id ?? '',
      items: await ruleSetRows(tx, ports.actorNames),
    })),
  );

  http.mount(getRuleSet, ({ scope, params }) => viewOf(scope, params.id));

  http.mount(createRuleSet, async ({ scope, caller, body }) =>
    viewOf(scope, await createDraft(ports, { scope, actor: caller.actor }, body)),
  );

  mountScenarios(http, ports, viewOf);
  mountLife(http, ports, viewOf);
}

type ViewOf = (scope: Scope, id: string) => Promise<RuleSetView>;

/** The texts of a version, and what differs between two. */
function mountScenarios(http: Http, ports: RuleSetPorts, viewOf: ViewOf): void {
  const { db } = ports;

  http.mount(getRuleSetScenario, async ({ scope, params }) => {
    const files = await read(db, withDeployment(scope), async (tx) =>
      storedFiles(tx, (await ruleSetOf(tx, params.id)).id),
    );
    const { file, sha256, text } = fileIn(files, params.file);
    const { problems } = await ports.check(scenarioFilesOf(files));
    return { file, sha256, text, problems: problems.filter((one) => one.file === file) };
  });

  http.mount(putRuleSetScenario, async ({ scope, caller, params, body }) => {
    await putScenario(ports, { scope, actor: caller.actor }, params.id, { ...body, file: params.file });
    return viewOf(scope, params.id);
  });

  http.mount(removeRuleSetScenario, async ({ scope, caller, params }) => {
    await removeScenario(ports, { scope, actor: caller.actor }, params.id, params.file);
    return viewOf(scope, params.id);
  });

  http.mount(setRuleSetParameter, async ({ scope, caller, params, body }) => {
    const { id, ...given } = params;
    await setParameter(ports, { scope, actor: caller.actor }, id, { ...given, value: body.value });
    return viewOf(scope, id);
  });

  http.mount(getRuleSetChanges, ({ scope, params, query }) =>
    read(db, withDeployment(scope), async (tx) => {
      const side = async (wanted: string) => {
        const { id } = await ruleSetOf(tx, wanted);
        return { id, files: await storedFiles(tx, id) };
      };
      return changesBetween(await side(query.from ?? 'live'), await side(params.id));
    }),
  );

  http.mount(tryRoute, async ({ scope, body }) => {
    const live = await read(db, withDeployment(scope), async (tx) =>
      storedFiles(tx, (await ruleSetOf(tx, 'live')).id),
    );
    return ports.tryScenario({
      file: { path: body.file ?? 'scenario.yaml', text: body.text },
      live: scenarioFilesOf(live),
      events: body.events ?? TRY_EVENTS,
      entities: scope.entities.filter((entity) => entity !== DEPLOYMENT),
    });
  });
}

function mountLife(http: Http, ports: RuleSetPorts, viewOf: ViewOf): void {
  http.mount(submitRoute, async ({ scope, caller, params, body }) => {
    await submitRuleSet(ports, { scope, actor: caller.actor }, params.id, body.reason);
    return viewOf(scope, params.id);
  });

  http.mount(checkRoute, async ({ scope, caller, params, body }) => {
    await checkRuleSet(ports, { scope, actor: caller.actor }, params.id, body);
    return viewOf(scope, params.id);
  });

  http.mount(setShadowRoute, async ({ scope, caller, params, body }) => {
    await setShadow(ports, { scope, actor: caller.actor }, params.id, body);
    ports.shadowChanged();
    return viewOf(scope, params.id);
  });

  http.mount(goLiveRoute, async ({ scope, caller, params, body }) => {
    const { reason, without_backtest: withoutBacktest = false } = body;
    await ports.goLive({ scope, actor: caller.actor }, params.id, { reason, withoutBacktest });
    return viewOf(scope, params.id);
  });

  for (const [route, action] of [
    [retireRoute, 'retire'],
    [discardRuleSet, 'discard'],
  ] as const)
    http.mount(route, async ({ scope, caller, params, body }) => {
      await retireRuleSet(ports, { scope, actor: caller.actor }, params.id, {
        action,
        reason: body.reason,
      });
      ports.shadowChanged();
      return viewOf(scope, params.id);
    });
}
