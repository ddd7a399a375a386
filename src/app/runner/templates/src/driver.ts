import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import { ATTEMPTS, type Env, failure } from "./apply-database";
import { type Counts, type Target, begin, count, end, finishedNames, record } from "./results";
import { PACE, RUN, WAVES, type Wave } from "./run";

type Round = Counts & { started: number };

/** Starts the databases of one shard, wave after wave. All shards see the same results, so they wait for each other. */
export abstract class Driver extends WorkflowEntrypoint<Env> {
  /** The databases of this shard, in the order in which they start. */
  protected abstract readonly members: readonly Target[];
  protected abstract readonly shard: number;

  override async run(_: Readonly<WorkflowEvent<unknown>>, step: WorkflowStep): Promise<void> {
    await step.do("begin", ATTEMPTS, () => begin(this.env.CENTRAL, this.shard));
    let verdict = "done";
    for (const [number, wave] of WAVES.entries()) {
      const counts = await this.wave(number, wave, step);
      if (counts.failures > 0) verdict = "failed";
      if (mustStop(wave, counts)) {
        verdict = "stopped";
        break;
      }
      if (wave.soakSeconds > 0 && number < WAVES.length - 1) {
        await step.sleep(`${wave.name}: soak`, wave.soakSeconds * 1000);
      }
    }
    await step.do("end", ATTEMPTS, () => end(this.env.CENTRAL, this.shard, verdict));
  }

  /** Returns when every database of the wave came to an end, or when it must stop and those that were started did. */
  private async wave(number: number, wave: Wave, step: WorkflowStep): Promise<Counts> {
    // Where the run was started again, what is finished needs no place among those that are started.
    const names = async () => [...(await finishedNames(this.env.CENTRAL, number))];
    const isDone = new Set(await step.do(`${wave.name}: finished`, ATTEMPTS, names));
    const mine = this.members.filter((it) => it.wave === number);
    const members = [...mine.filter((it) => isDone.has(it.name)), ...mine.filter((it) => !isDone.has(it.name))];
    let started = mine.filter((it) => isDone.has(it.name)).length;
    let finished = -1;
    let moved: string | null = null;
    let pause = 1;
    let quiet = 0;
    let restarts = 0;
    for (let round = 1; ; round += 1) {
      const next = () => this.round(number, wave, members, started);
      const seen: Round = await step.do(`${wave.name}: round ${round}`, ATTEMPTS, next);
      const isMoving = seen.started > started || seen.finishedHere > finished || seen.moved !== moved;
      moved = seen.moved;
      started = seen.started;
      finished = seen.finishedHere;
      if (seen.finished >= wave.members || (mustStop(wave, seen) && finished >= started)) return seen;
      // At most 100 instances a second; when nothing is left to start, the pauses grow.
      const isStarting = started < members.length && !mustStop(wave, seen);
      pause = isMoving || isStarting ? 1 : Math.min(pause * 2, PACE.longestPauseSeconds);
      quiet = isMoving || finished >= started ? 0 : quiet + pause;
      if (quiet >= PACE.stalledSeconds) {
        quiet = 0;
        restarts += 1;
        const waiting = members.slice(0, started);
        await step.do(`${wave.name}: restart ${restarts}`, ATTEMPTS, () => this.restart(number, waiting, restarts));
      }
      await step.sleep(`${wave.name}: pause ${round}`, pause * 1000);
    }
  }

  /** Counts what came to an end, and starts as many as there is room for. The same id is never started twice. */
  private async round(number: number, wave: Wave, members: readonly Target[], started: number): Promise<Round> {
    const counts = await count(this.env.CENTRAL, number, this.shard);
    const room = (wave.parallel ?? Number.POSITIVE_INFINITY) - (started - counts.finishedHere);
    const next = members.slice(started, started + Math.max(0, Math.min(PACE.startsPerSecond, room)));
    if (next.length === 0 || mustStop(wave, counts)) return { ...counts, started };
    await this.env.APPLY.createBatch(next.map((params) => ({ id: instanceId(params), params })));
    return { ...counts, started: started + next.length };
  }

  /** What was started and came to no end for long: it starts again, and is given up after a few times. */
  private async restart(number: number, started: readonly Target[], restarts: number): Promise<void> {
    const finished = await finishedNames(this.env.CENTRAL, number);
    const stalled = started.filter((it) => !finished.has(it.name)).slice(0, PACE.startsPerSecond);
    for (const target of stalled) {
      if (restarts > PACE.restarts) {
        const error = `no result after ${PACE.restarts} restarts of Workflow instance ${instanceId(target)}`;
        await record(this.env.CENTRAL, target, failure(error), new Date());
        continue;
      }
      try {
        await (await this.env.APPLY.get(instanceId(target))).restart();
      } catch {
        // It does not exist, or it came to an end just now; creating it again is harmless.
        await this.env.APPLY.createBatch([{ id: instanceId(target), params: target }]);
      }
    }
  }
}

/** At most 100 characters, letters, digits, `-` and `_`. */
function instanceId(target: Target): string {
  return `${RUN.id}-${target.id}`;
}

function mustStop(wave: Wave, counts: Counts): boolean {
  return counts.failures > wave.maxFailures;
}
