import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from "cloudflare:workers";
import { type Outcome, applyNext } from "./database";
import { ROWS } from "./online";
import { type Target, noteProgress, record } from "./results";

/** The bindings of a shard: CENTRAL, the two Workflows, and one per database. */
export type Env = { CENTRAL: D1Database; APPLY: Workflow<Target>; DRIVE: Workflow } & Record<string, unknown>;

export const ATTEMPTS: WorkflowStepConfig = {
  retries: { limit: 5, delay: "2 seconds", backoff: "exponential" },
  timeout: "2 minutes",
};

/** Cloudflare takes 10,000 steps of an instance; a call of a rebuild is one. */
const MOST_STEPS = 9_000;
/** How often a rebuild says that it moves. */
const NOTED_SECONDS = 60;

/** Brings one database to the newest migration. Safe to run again, and twice at once: the database's ledger decides. */
export class ApplyDatabase extends WorkflowEntrypoint<Env, Target> {
  override async run(event: Readonly<WorkflowEvent<Target>>, step: WorkflowStep): Promise<void> {
    const target = event.payload;
    const outcome = await this.outcome(target, step);
    await step.do("record", ATTEMPTS, () => record(this.env.CENTRAL, target, outcome, event.timestamp));
  }

  private async outcome(target: Target, step: WorkflowStep): Promise<Outcome> {
    try {
      let rows = ROWS.first;
      let noted = 0;
      for (let at = 1; at <= MOST_STEPS; at += 1) {
        const db = this.env[target.binding] as D1Database;
        const done = await step.do(`apply ${at}`, ATTEMPTS, async () => {
          const next = await applyNext(db, rows);
          if (!("goOn" in next)) return next;
          // A rebuild may take hours, and the driver is to see that it moves.
          const isDue = next.isRebuilding && Date.now() - noted > NOTED_SECONDS * 1000;
          if (isDue) await noteProgress(this.env.CENTRAL, target);
          return { ...next, noted: isDue ? Date.now() : noted };
        });
        if (!("goOn" in done)) return done;
        rows = done.rows;
        noted = done.noted;
      }
      return failure(`it did not come to an end in ${MOST_STEPS} steps; another run goes on with it`);
    } catch (error) {
      return failure(error instanceof Error ? error.message : String(error));
    }
  }
}

/** A database of which nothing more is known. */
export function failure(error: string): Outcome {
  return { verdict: "failed", applied: [], error, shape: null, catalog: null };
}
