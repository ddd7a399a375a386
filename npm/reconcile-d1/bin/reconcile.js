#!/usr/bin/env node
// Runs the program of this machine's platform, which is in a package of its own.
"use strict";

const { spawnSync } = require("node:child_process");

/** As in platforms.json: `linux-x64-gnu`, `darwin-arm64`. */
function platform() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return name;
  // Node says which glibc it runs on; on musl there is none.
  process.report.excludeNetwork = true;
  return `${name}-${process.report.getReport().header.glibcVersionRuntime ? "gnu" : "musl"}`;
}

function program() {
  const name = `@reconcile-d1/${platform()}`;
  try {
    return require.resolve(`${name}/reconcile${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    console.error(`error: ${name} is not installed, and it holds the program for this machine`);
    console.error("help: npm install --include=optional reconcile-d1; other systems: cargo install reconcile");
    process.exit(1);
  }
}

const run = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`error: ${run.error.message}`);
  process.exit(1);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 1);
