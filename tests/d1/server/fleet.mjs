// Runs a project of `reconcile fleet apply --runner workflow`: starts or restarts the driver of each shard, and ends when all of
// them came to an end. Arguments: folder of the project, folder of the databases.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";

const [project, folder] = process.argv.slice(2);
const shards = readdirSync(join(project, "shards")).sort();

// Cloudflare would let the instances go on by itself; the local engine does not after a crash.
const STARTER = `
export default {
  async fetch(request, env) {
    const { number, id } = await request.json();
    const workflow = env["DRIVE_" + number];
    const [created] = await workflow.createBatch([{ id }]);
    if (created) return new Response("created");
    const instance = await workflow.get(id);
    const { status, error } = await instance.status();
    if (status !== "complete") await instance.restart();
    return new Response(status + " " + JSON.stringify(error ?? ""));
  },
};`;

const workers = [];
const drivers = {};
for (const shard of shards) {
  const config = JSON.parse(readFileSync(join(project, "shards", shard, "wrangler.jsonc"), "utf8"));
  const { outputFiles } = await build({
    entryPoints: [join(project, "shards", shard, config.main)],
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["cloudflare:workers"],
    write: false,
  });
  workers.push({
    name: config.name,
    modules: [{ type: "ESModule", path: "index.mjs", contents: outputFiles[0].text }],
    compatibilityDate: config.compatibility_date,
    d1Databases: Object.fromEntries(config.d1_databases.map((it) => [it.binding, it.database_id])),
    workflows: Object.fromEntries(config.workflows.map((it) => [it.binding, { name: it.name, className: it.class_name }])),
  });
  const drive = config.workflows.find((it) => it.binding === "DRIVE");
  drivers[`DRIVE_${shard}`] = { name: drive.name, className: drive.class_name, scriptName: config.name };
}
const run = /RUN = \{ id: "([^"]+)" \}/.exec(readFileSync(join(project, "src/run.ts"), "utf8"))[1];
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    workers: [
      { name: "starter", modules: true, script: STARTER, compatibilityDate: "2026-01-01", workflows: drivers },
      ...workers,
    ],
    resourcePersistencePath: join(folder, "v3"),
  }),
);
await miniflare.ready;
console.log("ready");
for (const number of shards) {
  const body = JSON.stringify({ number, id: `${run}-shard-${number}` });
  const said = await miniflare.dispatchFetch("http://starter/", { method: "POST", body });
  console.error(`shard ${number}: ${await said.text()}`);
}
const central = await miniflare.getD1Database("CENTRAL", workers[0].name);
for (;;) {
  const ended = await central
    .prepare("SELECT count(*) AS ended FROM _reconcile_fleet_drivers WHERE run = ? AND verdict <> 'running'")
    .bind(run)
    .first("ended")
    .catch(() => 0);
  if (ended === shards.length) break;
  await new Promise((resolve) => setTimeout(resolve, 200));
}
console.log("ended");
await miniflare.dispose();
