import { getEventWindows, getReplay, getWhyNot } from '@atalaya/contract/explain.ts';
import type { Http } from '../../platform/http.ts';
import { type ExplainPorts, eventWhyNot, eventWindows } from './explain.ts';
import { replayDecision } from './replay.ts';

export function mountExplanations(http: Http, ports: ExplainPorts): void {
  http.mount(getEventWindows, ({ scope, params, query }) => eventWindows(ports, scope, params.id, query));

  http.mount(getWhyNot, ({ scope, params, query }) => eventWhyNot(ports, scope, params.id, query));

  http.mount(getReplay, ({ scope, params, query }) =>
    replayDecision(ports, scope, params.id, { thorough: query.thorough === 'true' }),
  );
}
