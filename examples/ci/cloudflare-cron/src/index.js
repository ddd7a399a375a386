// The schema as it was deployed: `reconcile inspect production --format json > src/deployed.json`, then `wrangler deploy`.
import deployed from "./deployed.json" with { type: "json" };

const OWN = /^(sqlite_|_cf_|d1_migrations$|_reconcile)/;

/** Every object by name, with its SQL. */
function expected(schema) {
  const objects = new Map();
  for (const table of schema.tables) {
    objects.set(`table ${table.name}`, table.sql);
    for (const index of table.indexes) objects.set(`index ${index.name}`, index.sql);
  }
  for (const table of schema.virtual_tables) objects.set(`table ${table.name}`, table.sql);
  for (const view of schema.views) objects.set(`view ${view.name}`, view.sql);
  for (const trigger of schema.triggers) objects.set(`trigger ${trigger.name}`, trigger.sql);
  return objects;
}

/** What differs, a line each. A search table keeps its words in tables of its own, which are not compared. */
export async function differences(database, schema = deployed) {
  const wanted = expected(schema);
  const shadows = schema.virtual_tables.map((it) => `${it.name}_`);
  const { results } = await database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
    .all();
  const found = [];
  for (const { type, name, sql } of results) {
    if (OWN.test(name) || shadows.some((it) => name.startsWith(it))) continue;
    const object = `${type} ${name}`;
    if (!wanted.has(object)) found.push(`+ ${object}`);
    else if (plain(wanted.get(object)) !== plain(sql)) found.push(`~ ${object}`);
    wanted.delete(object);
  }
  for (const object of wanted.keys()) found.push(`- ${object}`);
  return found;
}

const plain = (sql) => sql.replace(/;\s*$/, "").replace(/\s+/g, " ").trim();

export default {
  async scheduled(_event, env) {
    // One bad read is no drift: what differs must differ twice.
    let found = await differences(env.DB);
    if (found.length > 0) found = await differences(env.DB);
    if (found.length === 0) return;
    const text = `The schema of ${deployed.target} was changed by hand:\n${found.join("\n")}\nreconcile drift says more.`;
    console.log(text);
    if (!env.WEBHOOK_URL) return;
    const answer = await fetch(env.WEBHOOK_URL, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
  },
};
