/** Where and on what a contestant runs. */
export interface Arena {
  readonly folder: string;
  /** Where it may write; empty before each run. */
  readonly out: string;
  /** Unique to this run of this benchmark: a fresh sandbox for the service. */
  readonly label: string;
  readonly pdf: boolean;
  readonly server: BenchServer;
}

/** The PostgreSQL server that floor and service share. */
export interface BenchServer {
  readonly url: string;
  /** What a child of ours needs to find the same server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined when the server is not on this machine. */
  readonly postmaster: number | undefined;
}

/** One timed run. Seconds and MiB. */
export interface Outcome {
  /** The figure that is compared; what it spans is said beside each contestant. */
  readonly seconds: number;
  readonly cpu: number;
  readonly serverCpu: number;
  readonly peakMib: number;
  /** The allocations it arrived at, if it computes any. */
  readonly allocations?: string;
  /** Seconds by stage, where it tells them. */
  readonly stages?: Readonly<Record<string, number>>;
}

export interface Contestant {
  readonly name: string;
  readonly title: string;
  run(arena: Arena): Promise<Outcome>;
}
