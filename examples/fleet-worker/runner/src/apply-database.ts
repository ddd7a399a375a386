import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from "cloudflare:workers";
import { type Outcome, applyNext } from "./database";
import { MIGRATIONS } from "./migrations";
import { type Target, record } from "./results";

/** The bindings of a shard: CENTRAL, the two Workflows, and one per database. */
export type Env = { CENTRAL: D1Database; APPLY: Workflow<Target>; DRIVE: Workflow } & Record<string, unknown>;

export const ATTEMPTS: WorkflowStepConfig = {
  retries: { limit: 5, delay: "2 seconds", backoff: "exponential" },
  timeout: "2 minutes",
};

/** Brings one database to the newest migration. Safe to run again, and twice at once: the database's ledger decides. */
export class ApplyDatabase extends WorkflowEntrypoint<Env, Target> {
  override async run(event: Readonly<WorkflowEvent<Target>>, step: WorkflowStep): Promise<void> {
    const target = event.payload;
    const outcome = await this.outcome(target, step);
    await step.do("record", ATTEMPTS, () => record(this.env.CENTRAL, target, outcome, event.timestamp));
  }

  private async outcome(target: Target, step: WorkflowStep): Promise<Outcome> {
    try {
      // Once more than there are migrations: the last time says what the database came to.
      for (let at = 0; at <= MIGRATIONS.length; at += 1) {
        const db = this.env[target.binding] as D1Database;
        const done = await step.do(`apply ${at + 1}`, ATTEMPTS, () => applyNext(db));
        if (done !== "go on") return done;
      }
      return failure("it did not come to an end");
    } catch (error) {
      return failure(error instanceof Error ? error.message : String(error));
    }
  }
}

/** A database of which nothing more is known. */
export function failure(error: string): Outcome {
  return { verdict: "failed", applied: [], error, shape: null, catalog: null };
}
