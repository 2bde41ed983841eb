/** What a run hears of its own progress. */
export interface Progress {
  /** A stage starts; the one before is over. */
  stage(name: string): void;
  /** So many usage lines have been read and stored. */
  lines(count: number): void;
}

/** Seconds by stage, told onwards to whoever watches. */
export class Stopwatch {
  readonly #seconds = new Map<string, number>();
  #stage: string | undefined;
  #since = performance.now();

  constructor(private readonly watcher: Progress) {}

  enter(stage: string): void {
    this.stop();
    this.#stage = stage;
    this.watcher.stage(stage);
  }

  stop(): void {
    const now = performance.now();
    if (this.#stage !== undefined) {
      this.#seconds.set(this.#stage, (this.#seconds.get(this.#stage) ?? 0) + (now - this.#since) / 1000);
    }
    this.#stage = undefined;
    this.#since = now;
  }

  /** Rounded to milliseconds. */
  seconds(): Record<string, number> {
    return Object.fromEntries([...this.#seconds].map(([stage, value]) => [stage, Number(value.toFixed(3))]));
  }
}
