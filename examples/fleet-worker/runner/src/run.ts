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
export const RUN = { id: "20261101T000000Z-0000" };

/** The first line of the run's file. */
export const RUN_HEADER = `{"version":1,"run":"20261101T000000Z-0000","command":"apply","database":null,"fleet":"clients","runner":"workflow","by":"octocat","started_at":"2023-11-14T22:13:20Z","migrations":["0001_first_schema.sql","0002_require_email.sql"],"members":3,"waves":["all"]}`;

/** What the ledgers of the databases say of this run. */
export const APPLIED_BY = "octocat, run 20261101T000000Z-0000";

/** Migrations whose losses are agreed to. */
export const AGREED: readonly string[] = [];

export const WAVES: readonly Wave[] = [
  { name: "all", members: 3, parallel: null, maxFailures: 0, soakSeconds: 0 },
];

/** Cloudflare takes 100 instances of a Workflow a second. */
export const PACE = { startsPerSecond: 100, longestPauseSeconds: 15, stalledSeconds: 600, restarts: 3 };
