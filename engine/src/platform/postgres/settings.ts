/** What differs between installations; everything else is the same for all. */
export interface SettingsInput {
  readonly socketDir: string;
  /** No durability at all, for throw-away databases of the test-suite. */
  readonly disposable: boolean;
}

/**
 * `postgresql.conf` of the embedded server: a decision engine that answers after its commit is on disk, on a small machine
 * it shares with Node. An operator's own lines go to `operator.conf` beside it and win.
 * The binaries are built without lz4 and io_uring, so neither is asked for.
 */
export function postgresSettings({ socketDir, disposable }: SettingsInput): string {
  const settings: Record<string, string> = {
    ...reach(socketDir),
    ...memoryAndWorkers,
    ...writing,
    ...quietLog,
    timezone: 'UTC',
    ...(disposable ? withoutDurability : {}),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written at every start; put your own settings into operator.conf\n${lines.join('\n')}\ninclude_if_exists 'operator.conf'\n`;
}

/** Only those who can enter the socket's folder reach the server, so it trusts them; there is no TCP. */
export const hostBasedAuthentication = '# Written at every start\nlocal all all trust\n';

const reach = (socketDir: string): Record<string, string> => ({
  listen_addresses: '',
  port: '5432',
  unix_socket_directories: socketDir,
  unix_socket_permissions: '0700',
  max_connections: '60',
});

const memoryAndWorkers = {
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
};

const writing = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  max_wal_senders: '0',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
};

/** Statements, parameters and row contents are personal data and stay out of the log. */
const quietLog = {
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

const withoutDurability = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  shared_buffers: '128MB',
  max_connections: '100',
  autovacuum: 'off',
};
