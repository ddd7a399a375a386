// Makes the npm packages: one for each platform with its program, and `reconcile-d1`, which finds the right one.
//
// node npm/pack.mjs OUT PLATFORM=PROGRAM ...
//
// PLATFORM is a key of platforms.json. OUT gets a folder per package, ready for `npm publish`.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const platforms = JSON.parse(readFileSync(join(here, "platforms.json"), "utf8"));
const version = /^version = "(.+)"$/m.exec(readFileSync(join(here, "../Cargo.toml"), "utf8"))[1];
const [out, ...programs] = process.argv.slice(2);
if (out === undefined || programs.length === 0) {
  console.error("usage: node npm/pack.mjs OUT PLATFORM=PROGRAM ...");
  process.exit(1);
}

const shared = { version, license: "MIT OR Apache-2.0", repository: process.env.REPOSITORY };

function write(name, manifest) {
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

for (const given of programs) {
  const [name, program] = given.split("=");
  const platform = platforms[name];
  if (platform === undefined) {
    console.error(`error: unknown platform ${name}\nhelp: one of ${Object.keys(platforms).join(", ")}`);
    process.exit(1);
  }
  const file = platform.os === "win32" ? "reconcile.exe" : "reconcile";
  const folder = write(name, {
    name: `@reconcile-d1/${name}`,
    description: `reconcile for ${name}: use the package reconcile-d1`,
    ...shared,
    os: [platform.os],
    cpu: [platform.cpu],
    ...(platform.libc && { libc: [platform.libc] }),
    files: [file],
  });
  copyFileSync(program, join(folder, file));
  chmodSync(join(folder, file), 0o755);
}

const main = write("reconcile-d1", {
  name: "reconcile-d1",
  description: "Edit one SQL schema, get a reviewed and tested migration for Cloudflare D1, apply it, catch drift",
  keywords: ["cloudflare", "d1", "sqlite", "migrations", "schema", "wrangler"],
  ...shared,
  bin: { "reconcile-d1": "bin/reconcile.js", reconcile: "bin/reconcile.js" },
  engines: { node: ">=18" },
  files: ["bin", "skills"],
  // Of every version the same: npm installs the one whose os, cpu and libc fit.
  optionalDependencies: Object.fromEntries(Object.keys(platforms).map((it) => [`@reconcile-d1/${it}`, version])),
});
cpSync(join(here, "reconcile-d1"), main, { recursive: true });
cpSync(join(here, "skills"), join(main, "skills"), { recursive: true });
