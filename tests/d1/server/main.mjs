// Cloudflare's D1 REST API on a loopback port, backed by real D1 in workerd, with faults to order. For tests/d1.rs.
//
//   node main.mjs --folder DIR [--account ID] [--token T] [--database NAME=UUID]... [--reserved] [--splitter whole|worst]
//
// Prints one line of JSON when it is ready, and ends when its standard input does. Beside the API:
//   POST /control/faults [rules]   DELETE /control/faults (those whose match holds the text sent)
//   GET, DELETE /control/log       POST /control/databases [{name}]
//   POST /control/load {id, statements}: past the splitter           POST /control/wipe (its id)
import http from "node:http";
import { parseArgs } from "node:util";
import { Api, Refusal } from "./api.mjs";
import { Engine } from "./engine.mjs";
import { Faults } from "./faults.mjs";

const { values: options } = parseArgs({
  options: {
    folder: { type: "string" },
    account: { type: "string", default: "acc0123456789" },
    token: { type: "string", default: "test-token" },
    database: { type: "string", multiple: true, default: [] },
    reserved: { type: "boolean", default: false },
    splitter: { type: "string", default: "whole" },
  },
});

const engine = new Engine({ folder: options.folder, reserved: options.reserved });
await engine.create(options.database.map((text) => ({ name: text.split("=")[0], uuid: text.split("=")[1] })));
const faults = new Faults();
let log = [];
const origin = () => `http://127.0.0.1:${server.address().port}`;
const api = new Api({ engine, account: options.account, token: options.token, manner: options.splitter, origin });

async function control(method, path, text) {
  switch (`${method} ${path}`) {
    case "POST /control/faults":
      return faults.add(JSON.parse(text)) ?? {};
    case "DELETE /control/faults":
      return faults.clear(text) ?? {};
    case "POST /control/wipe":
      return (await engine.wipe(text)) ?? {};
    case "POST /control/load": {
      const { id, statements } = JSON.parse(text);
      return engine.run(id, statements.map((sql) => ({ sql })), false);
    }
    case "GET /control/log":
      return log;
    case "DELETE /control/log":
      log = text ? log.filter((entry) => !entry.path.includes(text)) : [];
      return {};
    case "POST /control/databases":
      return engine.create(JSON.parse(text));
    default:
      throw new Refusal(404, 7000, "No route for that URI");
  }
}

async function respond(request, url, text) {
  if (url.pathname.startsWith("/control/")) return { json: await control(request.method, url.pathname, text) };
  if (url.pathname.startsWith("/upload/")) {
    return { text: "", headers: { etag: `"${api.upload(url.pathname.slice("/upload/".length), text)}"` } };
  }
  if (url.pathname.startsWith("/download/")) return { text: api.exports.get(url.pathname.slice("/download/".length)) ?? "" };
  return { json: await api.route(request.method, url, request.headers, text) };
}

const refused = (status, code, message) => ({ status, json: { success: false, errors: [{ code, message }], messages: [], result: null } });

async function work(request, url, text) {
  try {
    return await respond(request, url, text);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.status, error.code, error.message);
    return refused(500, 7500, String(error?.stack ?? error));
  }
}

function faulty(fault, response) {
  const { kind, status = 500, code = 7500, message = "injected", retry_after } = fault;
  if (kind === "status") {
    const headers = retry_after === undefined ? {} : { "retry-after": String(retry_after) };
    return fault.bare ? { status, headers, text: "<html>bad gateway</html>" } : { ...refused(status, code, message), headers };
  }
  if (kind === "garbage") return { status: 200, text: '{"success": true, "result": [{' };
  return response;
}

const server = http.createServer(async (request, reply) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const url = new URL(request.url, "http://server");
  const isControl = url.pathname.startsWith("/control/");
  const fault = isControl ? undefined : faults.next(request.method, request.url);
  const entry = { method: request.method, path: request.url, body: text, fault: fault?.kind ?? null };
  if (!isControl) log.push(entry);
  if (fault?.kind === "slow" && fault.when === "before") await new Promise((done) => setTimeout(done, fault.ms));
  if (fault?.kind === "drop" && fault.when === "before") return request.socket.destroy();
  const isSkipped = fault?.when === "before" && ["status", "garbage"].includes(fault.kind);
  let response = isSkipped ? {} : await work(request, url, text);
  if (fault?.kind === "slow" && fault.when === "after") await new Promise((done) => setTimeout(done, fault.ms));
  if (fault?.kind === "drop") return request.socket.destroy();
  if (fault) response = faulty(fault, response);
  const body = response.text ?? JSON.stringify(response.json);
  const type = response.json ? "application/json" : "text/plain";
  reply.writeHead(response.status ?? 200, { "content-type": type, "content-length": Buffer.byteLength(body), ...response.headers });
  if (fault?.kind === "cut") return reply.write(body.slice(0, body.length / 2), () => request.socket.destroy());
  reply.end(body);
});

async function stop() {
  server.close();
  await engine.stop();
  process.exit(0);
}
process.stdin.resume().on("end", stop).on("error", stop);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ base: `${origin()}/client/v4`, control: `${origin()}/control`, account: options.account }));
});
