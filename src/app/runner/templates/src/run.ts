/** Databases that are brought to the newest migration together. */
export interface Wave {
  readonly name: string;
  /** How many databases it has, in all shards. */
  readonly members: number;
  /** How many at once in each shard; `null` for all. */
  readonly parallel: number | null;
  /** More failures keep the rest from being started. */
  readonly maxFailures: number;
  /** How long to wait before the next wave. */
  readonly soakSeconds: number;
}

/** The ids of its Workflow instances begin with the id of the run. */
export const RUN = { id: "RUN" };

/** The first line of the run's file. */
export const RUN_HEADER = "HEADER";

/** What the ledgers of the databases say of this run. */
export const APPLIED_BY = "APPLIED_BY";

/** Migrations whose losses are agreed to. */
export const AGREED: readonly string[] = ["AGREED"];

export const WAVES: readonly Wave[] = [
  "WAVES",
];

/** Cloudflare takes 100 instances of a Workflow a second. */
export const PACE = { startsPerSecond: 100, longestPauseSeconds: 15, stalledSeconds: 600, restarts: 3 };
