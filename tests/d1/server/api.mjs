// Cloudflare's D1 API: addresses, envelope, codes.
import { createHash } from "node:crypto";
import { split } from "./split.mjs";

export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

const HINTS = ["wnam", "enam", "weur", "eeur", "apac", "oc"];
const JURISDICTIONS = ["eu", "fedramp", "us"];

const answer = (result, more = {}) => ({ success: true, errors: [], messages: [], result, ...more });

export class Api {
  constructor({ engine, account, token, manner, origin }) {
    Object.assign(this, { engine, account, token, manner, origin });
    this.uploads = new Map();
    this.exports = new Map();
  }

  authenticate(headers) {
    const bearer = headers.authorization;
    if (bearer === `Bearer ${this.token}`) return;
    if (headers["x-auth-key"] === this.token && headers["x-auth-email"]) return;
    if (!bearer && !headers["x-auth-key"]) throw new Refusal(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
    throw new Refusal(401, 10000, "Authentication error");
  }

  async route(method, url, headers, text) {
    this.authenticate(headers);
    const [head, account, product, what, database, ...action] = url.pathname.replace("/client/v4/", "").split("/").map(decodeURIComponent);
    if (head === "user" || head === "memberships") return this.identity(head);
    if (head !== "accounts") throw new Refusal(404, 7000, "No route for that URI");
    if (account === undefined) return answer([{ id: this.account, name: "test account" }]);
    if (account !== this.account) throw new Refusal(403, 7403, "The given account is not valid or is not authorized to access this service");
    if (product !== "d1" || what !== "database") throw new Refusal(404, 7000, "No route for that URI");
    const body = method === "POST" && text ? parse(text) : {};
    if (!database) return method === "POST" ? this.create(body) : this.list(url.searchParams);
    const found = this.engine.find(database);
    if (!found) throw new Refusal(404, 7404, `The database ${database} could not be found`);
    return this.act(`${method} ${action.join("/")}`, found, body, url.searchParams);
  }

  identity(head) {
    if (head === "memberships") return answer([{ id: "m", account: { id: this.account, name: "test account" } }]);
    return answer({ id: "u", email: "test@example.org", status: "active" });
  }

  // A hint is one of a list; a jurisdiction takes its place and stays with the database.
  async create({ name, primary_location_hint: hint, jurisdiction = null }) {
    if (!name) throw new Refusal(400, 7400, "The request is malformed: name is required");
    if (hint !== undefined && !HINTS.includes(hint)) throw new Refusal(400, 7400, `The request is malformed: ${hint} is no location hint`);
    if (jurisdiction !== null && !JURISDICTIONS.includes(jurisdiction)) {
      throw new Refusal(400, 7400, `The request is malformed: ${jurisdiction} is no jurisdiction`);
    }
    if (this.engine.find(name)) throw new Refusal(400, 7502, `A database with the name ${name} already exists`);
    const region = jurisdiction === null && hint ? hint.toUpperCase() : "WEUR";
    const [made] = await this.engine.create([{ name, jurisdiction, region }]);
    return answer(await this.details(made));
  }

  // The listing says less.
  async details(database) {
    const size = await this.engine.size(database.uuid);
    const { region, ...said } = database;
    return { ...said, ...size, running_in_region: region, read_replication: { mode: "disabled" } };
  }

  list(query) {
    const page = Number(query.get("page") ?? 1);
    const perPage = Math.min(Number(query.get("per_page") ?? 20), 100);
    const wanted = query.get("name")?.toLowerCase() ?? "";
    const all = this.engine.list().filter(({ name }) => name.toLowerCase().includes(wanted));
    const listed = ({ region, ...said }) => said;
    const result = all.slice((page - 1) * perPage, page * perPage).map(listed);
    return answer(result, { result_info: { page, per_page: perPage, count: result.length, total_count: all.length } });
  }

  async act(what, database, body, query) {
    const { uuid } = database;
    switch (what) {
      case "GET ":
        return answer(await this.details(database));
      case "DELETE ":
        return answer((await this.engine.remove(uuid), null));
      case "POST query":
        return answer(await this.run(uuid, body, false));
      case "POST raw":
        return answer(await this.run(uuid, body, true));
      case "POST export":
        return answer(await this.export(uuid, body));
      case "POST import":
        return answer(await this.import(uuid, body));
      case "GET time_travel/bookmark":
        return answer({ bookmark: await this.engine.bookmark(uuid) });
      case "POST time_travel/restore":
        return this.restore(uuid, query.get("bookmark"));
      default:
        throw new Refusal(405, 10405, "Method not allowed for this authentication scheme");
    }
  }

  async run(uuid, body, raw) {
    const queries = Array.isArray(body.batch) ? body.batch : typeof body.sql === "string" ? [body] : undefined;
    if (!queries) throw new Refusal(400, 7400, "The request is malformed: either sql or batch is required");
    const statements = [];
    for (const { sql, params } of queries) {
      const parts = split(String(sql ?? ""), this.manner);
      if (parts.length > 1 && params?.length) throw new Refusal(400, 7400, "params cannot be used with several statements");
      statements.push(...parts.map((part) => ({ sql: part, params })));
    }
    if (statements.length === 0) throw new Refusal(400, 7500, "No SQL statements detected.");
    try {
      const answers = await this.engine.run(uuid, statements, raw);
      return answers.map((each) => ({ ...each, meta: { ...each.meta, served_by: "v3-prod", served_by_region: "WEUR" } }));
    } catch (error) {
      const message = error.message.split("\n")[0].replace(/^D1_(EXEC_)?ERROR: /, "");
      throw new Refusal(message.startsWith("internal error") ? 500 : 400, 7500, message);
    }
  }

  async restore(uuid, bookmark) {
    const previous = await this.engine.restore(uuid, bookmark);
    if (previous === undefined) throw new Refusal(400, 7500, "The bookmark is not known");
    return answer({ bookmark, previous_bookmark: previous, message: "restored" });
  }

  // The first question starts an export, the second finds it ready.
  async export(uuid, { current_bookmark, dump_options = {} }) {
    if (!current_bookmark) return { success: true, type: "export", status: "active", at_bookmark: await this.engine.bookmark(uuid), messages: [] };
    const virtual = await this.run(uuid, { sql: "select name from sqlite_schema where sql like 'create virtual%'" }, true);
    if (virtual[0].results.rows.length > 0) {
      return { success: false, type: "export", status: "error", error: "cannot export databases with Virtual Tables (fts5)" };
    }
    const lines = [];
    const sql = "PRAGMA miniflare_d1_export(?,?,?);";
    const options = [dump_options.no_schema ? 1 : 0, dump_options.no_data ? 1 : 0, ...(dump_options.tables ?? [])];
    const [dump] = await this.engine.run(uuid, [{ sql, params: options }], true);
    lines.push(...(dump.results.rows[0] ?? []), ...dump.results.rows.slice(1).flat());
    const filename = `${uuid}.sql`;
    this.exports.set(filename, lines.join("\n"));
    return { success: true, type: "export", status: "complete", at_bookmark: current_bookmark, messages: [], result: { filename, signed_url: `${this.origin()}/download/${filename}` } };
  }

  async import(uuid, { action, etag, filename }) {
    if (action === "init") return { filename: `${etag}.sql`, upload_url: `${this.origin()}/upload/${etag}.sql` };
    if (action !== "ingest") return { success: false, error: "Not currently importing anything." };
    const text = this.uploads.get(filename);
    if (text === undefined) throw new Refusal(404, 7501, "No such upload");
    const done = await this.run(uuid, { sql: text }, false);
    const sum = (key) => done.reduce((total, { meta }) => total + (meta[key] ?? 0), 0);
    const meta = { served_by: "v3-prod", changed_db: true, last_row_id: 0, size_after: 0 };
    for (const key of ["duration", "changes", "rows_read", "rows_written"]) meta[key] = sum(key);
    const result = { final_bookmark: await this.engine.bookmark(uuid), num_queries: done.length, meta };
    return { success: true, type: "import", status: "complete", at_bookmark: result.final_bookmark, messages: [], errors: [], result };
  }

  upload(filename, text) {
    this.uploads.set(filename, text);
    return createHash("md5").update(text).digest("hex");
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 7400, "The request is malformed: it is not JSON");
  }
}
