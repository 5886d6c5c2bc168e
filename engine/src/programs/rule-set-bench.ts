import type { Worker } from 'node:worker_threads';
import type { TriedScenario } from '@atalaya/contract/rule-sets.ts';
import type { CheckedFiles } from '../modules/monitoring/rule-sets/check-files.ts';
import type { ScenarioFile } from '../modules/monitoring/rules/source.ts';
import type { RuleSetAnswer, RuleSetQuestion } from './rule-set-thread.ts';
import { startThread, type ThreadHome } from './thread.ts';

/** The thread that reads and tries scenarios, started when it is first asked. */
export interface RuleSetBench {
  check(files: readonly ScenarioFile[]): Promise<CheckedFiles>;
  tryScenario(given: Omit<Extract<RuleSetQuestion, { ask: 'try' }>, 'id' | 'ask'>): Promise<TriedScenario>;
  forget(customer: string): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: RuleSetAnswer) => void;
  readonly reject: (error: Error) => void;
}

type Unnumbered<Q> = Q extends RuleSetQuestion ? Omit<Q, 'id'> : never;

export function openBench(home: ThreadHome): RuleSetBench {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;
  const failAll = (error: Error): void => {
    thread = null;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  const started = (): Worker => {
    const made = startThread('rule-set-thread.ts', home);
    made.on('message', (answer: RuleSetAnswer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    });
    made.on('error', (error) => failAll(error as Error));
    made.on('exit', () => failAll(new Error('the thread that reads scenarios ended')));
    return made;
  };
  const ask = (question: Unnumbered<RuleSetQuestion>): Promise<RuleSetAnswer> => {
    thread ??= started();
    last += 1;
    const id = last;
    const answered = new Promise<RuleSetAnswer>((resolve, reject) => waiting.set(id, { resolve, reject }));
    thread.postMessage({ id, ...question });
    return answered;
  };
  return {
    async check(files) {
      const answer = await ask({ ask: 'check', files });
      if ('checked' in answer) return answer.checked;
      throw new Error('failure' in answer ? answer.failure : 'no answer');
    },
    async tryScenario(given) {
      const answer = await ask({ ask: 'try', ...given });
      if ('tried' in answer) return answer.tried;
      throw new Error('failure' in answer ? answer.failure : 'no answer');
    },
    async forget(customer) {
      const answer = await ask({ ask: 'forget', customer });
      if ('failure' in answer) throw new Error(answer.failure);
    },
    async close() {
      const running = thread;
      if (running === null) return;
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      running.postMessage('end');
      await ended;
    },
  };
}
