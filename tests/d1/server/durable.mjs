// Runs modules of `reconcile bundle` in a Durable Object: a scenario on standard input, what came of each step on standard
// output. {"modules": ["TypeScript"], "steps": [{"object", "module", "options"} | {"object", "sql": ["statement"]}]}
import { text } from "node:stream/consumers";
import { transform } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";

const { modules, steps } = JSON.parse(await text(process.stdin));
const compiled = await Promise.all(modules.map((it) => transform(it, { loader: "ts", format: "esm", target: "es2022" })));
const main = `
import { DurableObject } from "cloudflare:workers";
${modules.map((_, at) => `import * as module${at} from "./module${at}.mjs";`).join("\n")}
const modules = [${modules.map((_, at) => `module${at}`).join(", ")}];
export class Store extends DurableObject {
  step({ module, options, sql, inside }) {
    if (sql) return sql.map((it) => this.ctx.storage.sql.exec(it).toArray());
    const migrate = () => modules[module].migrate(this.ctx.storage, options);
    return inside ? this.ctx.storage.transactionSync(migrate) : migrate();
  }
}
export default {
  async fetch(request, env) {
    const step = await request.json();
    try {
      return Response.json({ done: await env.STORE.get(env.STORE.idFromName(step.object)).step(step) });
    } catch (error) {
      return Response.json({ error: error.message });
    }
  },
};`;
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    modules: [
      { type: "ESModule", path: "main.mjs", contents: main },
      ...compiled.map(({ code }, at) => ({ type: "ESModule", path: `module${at}.mjs`, contents: code })),
    ],
    compatibilityDate: "2026-01-01",
    durableObjects: { STORE: { className: "Store", useSQLite: true } },
  }),
);
const done = [];
for (const step of steps) {
  const response = await miniflare.dispatchFetch("http://store/", { method: "POST", body: JSON.stringify(step) });
  done.push(await response.json());
}
console.log(JSON.stringify(done));
await miniflare.dispose();
