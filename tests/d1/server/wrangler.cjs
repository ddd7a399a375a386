// wrangler in a process that stays, for one command after another: loading it takes a second, a command takes milliseconds.
//
// It is wrangler's own cli.js, of which only the last lines are not run: they call main() with the arguments of the process.
// Commands come on standard input, one line of JSON each: {arguments, folder, variables}. Each is answered by one line
// that begins with ANSWER: {code, text}, output before errors. It ends when its input does.
const { readFileSync, writeSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const readline = require("node:readline");

const ANSWER = "\u0001answer ";
const path = join(__dirname, "../node_modules/wrangler/wrangler-dist/cli.js");

function load() {
  const module = new Module(path, null);
  module.filename = path;
  module.paths = Module._nodeModulePaths(dirname(path));
  module._compile(`${readFileSync(path, "utf8")}\nexports.main = main; exports.FatalError = FatalError;`, path);
  return module.exports;
}

const wrangler = load();
const ownVariables = { ...process.env };
let written; // [output, errors] of the running command, if one runs

for (const [at, stream] of [process.stdout, process.stderr].entries()) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, encoding, done) => {
    if (written === undefined) return write(chunk, encoding, done);
    written[at] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const then = typeof encoding === "function" ? encoding : done;
    if (then) process.nextTick(then);
    return true;
  };
}

function answer(code) {
  const text = written.join("");
  written = undefined;
  writeSync(1, `${ANSWER}${JSON.stringify({ code, text })}\n`);
}

// A command that ends the process is answered, too; the next one gets a new process.
process.on("exit", (code) => written !== undefined && answer(code));

async function run({ arguments: words, folder, variables }) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, ownVariables, variables);
  process.chdir(folder);
  process.argv = [process.argv[0], path, ...words];
  process.exitCode = undefined;
  written = ["", ""];
  try {
    await wrangler.main(words);
    answer(process.exitCode ?? 0);
  } catch (error) {
    answer((error instanceof wrangler.FatalError && error.code) || 1);
  }
  process.exitCode = undefined;
  process.chdir("/");
}

async function serve() {
  for await (const line of readline.createInterface({ input: process.stdin })) await run(JSON.parse(line));
  process.exit(0);
}
serve();
