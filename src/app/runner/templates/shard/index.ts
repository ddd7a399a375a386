import { Driver } from "../../src/driver";
import { MEMBERS, SHARD } from "./members";

export { ApplyDatabase } from "../../src/apply-database";

export class DriveShard extends Driver {
  protected override readonly members = MEMBERS;
  protected override readonly shard = SHARD;
}

// A Worker must answer something. No route leads here.
export default {
  fetch: () => new Response("Not found", { status: 404 }),
};
