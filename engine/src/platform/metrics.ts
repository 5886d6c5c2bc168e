import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows: counts and times, never a name, never that a report exists. */
export interface Metrics {
  readonly registry: Registry;
  readonly decisions: Counter<'outcome'>;
  readonly decisionSeconds: Histogram;
  readonly batchSize: Histogram;
  readonly requests: Counter<'route' | 'status'>;
  readonly queue: Gauge;
  readonly windowPause: Histogram;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    decisions: new Counter({
      name: 'atalaya_decisions_total',
      help: 'decisions made',
      labelNames: ['outcome'],
      registers,
    }),
    decisionSeconds: new Histogram({
      name: 'atalaya_decision_seconds',
      help: 'from arrival to durable decision',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    batchSize: new Histogram({
      name: 'atalaya_commit_events',
      help: 'events per commit',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      registers,
    }),
    requests: new Counter({
      name: 'atalaya_requests_total',
      help: 'requests by operation and status',
      labelNames: ['route', 'status'],
      registers,
    }),
    queue: new Gauge({ name: 'atalaya_queue_events', help: 'events waiting for a commit', registers }),
    windowPause: new Histogram({
      name: 'atalaya_window_pause_seconds',
      help: 'pieces of tidying and of snapshots during which nothing is decided',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05],
      registers,
    }),
  };
}
