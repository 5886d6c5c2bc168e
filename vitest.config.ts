import { defineConfig } from 'vitest/config';

const everywhere = '{contract,engine,cli,console,portal,world,tools}';

export default defineConfig({
  test: {
    // Two processes: the machines this runs on have few cores, and one PostgreSQL serves both.
    pool: 'forks',
    maxWorkers: 2,
    // Waiting on a busy machine is not a failure; these end a test that hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${everywhere}/**/*.test.{ts,tsx}`],
          globalSetup: ['engine/src/platform/testing/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['journeys/**/*.journey.ts'],
          globalSetup: ['engine/src/platform/testing/global-setup.ts'],
          // A journey drives a whole product and a browser: one at a time.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
