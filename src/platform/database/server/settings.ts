/** What of the machine the settings depend on. */
export interface Machine {
  cores: number;
  memoryBytes: number;
  /** Size of /dev/shm; undefined where there is none. */
  sharedMemoryBytes: number | undefined;
}

const MiB = 1024 * 1024;

/**
 * Server settings for one ledger on a laptop: bulk loads and large sorts, few sessions, no replicas.
 * Durability is never traded: fsync and synchronous_commit stay on.
 */
export function serverSettings(machine: Machine): Record<string, string> {
  const workers = String(Math.max(1, Math.min(4, machine.cores - 1)));
  const sharedBuffers = machine.memoryBytes >= 2048 * MiB ? '256MB' : '128MB';
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: sharedBuffers,
    work_mem: '64MB',
    maintenance_work_mem: '256MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: '0',
    fsync: 'on',
    synchronous_commit: 'on',
    jit: 'off',
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: workers,
    max_parallel_maintenance_workers: workers,
    // A session whose program was killed must not go on with its statement and its locks.
    client_connection_check_interval: '1s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Neither names nor bank data in the log: no statements, no DETAIL with the offending row.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...dynamicSharedMemory(machine.sharedMemoryBytes),
  };
}

/** Containers often have 64 MB of /dev/shm, where a parallel hash join dies half-way; files have no such limit. */
function dynamicSharedMemory(sharedMemoryBytes: number | undefined): Record<string, string> {
  if (sharedMemoryBytes === undefined || sharedMemoryBytes >= 1024 * MiB) return {};
  return { dynamic_shared_memory_type: 'mmap' };
}
