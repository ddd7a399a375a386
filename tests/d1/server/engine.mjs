// The databases: real D1 in workerd, started through Miniflare.
import { createHash, createHmac, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, backup } from "node:sqlite";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { WORKER } from "./worker.mjs";

// Remote databases hold these, local ones do not; a pragma on their names fails with SQLITE_AUTH.
const RESERVED = `CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
  CREATE TABLE _cf_METADATA (key INTEGER PRIMARY KEY, value BLOB);`;

const CLASS = "miniflare-D1DatabaseObject";

// What workerd calls the file of the Durable Object that holds a database.
export function fileName(id) {
  const key = createHash("sha256").update(CLASS).digest();
  const half = (data) => createHmac("sha256", key).update(data).digest().subarray(0, 16);
  const first = half(id);
  return `${Buffer.concat([first, half(first)]).toString("hex")}.sqlite`;
}

const binding = (uuid) => `DB_${uuid.replaceAll("-", "_")}`;

export class Engine {
  #databases = new Map();
  #queues = new Map();
  #miniflare;
  #bookmarks = new Map();
  #folder;
  #reserved;

  // `folder` keeps the files; `reserved` makes the tables that Cloudflare keeps in remote databases.
  constructor({ folder, reserved }) {
    this.#folder = folder;
    this.#reserved = reserved;
  }

  get #options() {
    const ids = [...this.#databases.keys()];
    return convertV4MiniflareOptions({
      modules: true,
      script: WORKER,
      d1Databases: Object.fromEntries(ids.map((id) => [binding(id), id])),
      resourcePersistencePath: join(this.#folder, "v3"),
    });
  }

  async #restart() {
    if (this.#miniflare) await this.#miniflare.setOptions(this.#options);
    else this.#miniflare = new Miniflare(this.#options);
    await this.#miniflare.ready;
  }

  list() {
    return [...this.#databases.values()];
  }

  find(nameOrId) {
    return this.#databases.get(nameOrId) ?? this.list().find((database) => database.name === nameOrId);
  }

  path(id) {
    return join(this.#folder, "v3", "d1", CLASS, fileName(id));
  }

  async create(names) {
    const made = names.map(({ name, uuid = randomUUID(), jurisdiction = null, region = "WEUR" }) => ({
      uuid,
      name,
      version: "production",
      created_at: new Date().toISOString(),
      jurisdiction,
      region,
    }));
    for (const database of made) {
      if (this.find(database.name)) throw new Error(`there is a database named ${database.name}`);
      this.#databases.set(database.uuid, database);
      if (this.#reserved) this.#reserve(database.uuid);
    }
    await this.#restart();
    return made;
  }

  // What the service says of a database's size, in bytes and tables.
  size(uuid) {
    return this.#inTurn(uuid, async () => {
      await this.#ensureFile(uuid);
      const file = new DatabaseSync(this.path(uuid), { readOnly: true });
      const one = (sql) => Object.values(file.prepare(sql).get())[0];
      const size = {
        file_size: one("PRAGMA page_count") * one("PRAGMA page_size"),
        num_tables: one("SELECT count(*) FROM sqlite_schema WHERE type = 'table'"),
      };
      file.close();
      return size;
    });
  }

  async remove(uuid) {
    this.#databases.delete(uuid);
    await this.#restart();
  }

  #reserve(uuid) {
    mkdirSync(join(this.#folder, "v3", "d1", CLASS), { recursive: true });
    const file = new DatabaseSync(this.path(uuid));
    file.exec(`PRAGMA journal_mode = wal; ${RESERVED}`);
    file.close();
  }

  // Empties a database, faster than another one is made.
  wipe(uuid) {
    return this.#inTurn(uuid, async () => {
      await this.#ensureFile(uuid);
      const empty = new DatabaseSync(":memory:");
      if (this.#reserved) empty.exec(RESERVED);
      await backup(empty, this.path(uuid));
      empty.close();
    });
  }

  // Statements in one transaction, one request at a time as in a Durable Object.
  run(uuid, statements, raw) {
    return this.#inTurn(uuid, async () => {
      const request = { method: "POST", body: JSON.stringify({ binding: binding(uuid), statements, raw }) };
      const response = await this.#miniflare.dispatchFetch("http://engine/", request);
      const { answers, error } = await response.json();
      if (error !== undefined) throw new Error(error);
      return answers;
    });
  }

  #inTurn(uuid, work) {
    const before = this.#queues.get(uuid) ?? Promise.resolve();
    const now = before.then(work, work);
    this.#queues.set(uuid, now.catch(() => {}));
    return now;
  }

  // A bookmark is a copy of the file.
  bookmark(uuid) {
    return this.#inTurn(uuid, async () => {
      const number = (this.#bookmarks.size + 1).toString(16).padStart(8, "0");
      const bookmark = `${number}-00000000-00000000-${randomUUID().replaceAll("-", "")}`;
      await this.#ensureFile(uuid);
      mkdirSync(join(this.#folder, "bookmarks"), { recursive: true });
      const copy = join(this.#folder, "bookmarks", bookmark);
      const file = new DatabaseSync(this.path(uuid), { readOnly: true });
      await backup(file, copy);
      file.close();
      this.#bookmarks.set(bookmark, { uuid, copy });
      return bookmark;
    });
  }

  async restore(uuid, bookmark) {
    const known = this.#bookmarks.get(bookmark);
    if (known?.uuid !== uuid) return undefined;
    const previous = await this.bookmark(uuid);
    await this.#inTurn(uuid, async () => {
      const copy = new DatabaseSync(known.copy, { readOnly: true });
      await backup(copy, this.path(uuid));
      copy.close();
    });
    return previous;
  }

  // The file is made by the first query.
  async #ensureFile(uuid) {
    const request = { method: "POST", body: JSON.stringify({ binding: binding(uuid), statements: [{ sql: "select 1" }] }) };
    await (await this.#miniflare.dispatchFetch("http://engine/", request)).text();
  }

  async stop() {
    await this.#miniflare?.dispose();
  }
}
