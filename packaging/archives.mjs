// Makes the archives of a release: for each platform its program, licences, README, completions and man pages, and
// SHA256SUMS over all.
//
// node packaging/archives.mjs PROGRAMS TEXTS OUT
//
// PROGRAMS has a folder per key of npm/platforms.json with the program. TEXTS has completions/ and man/.
// OUT gets reconcile-TARGET.tar.gz, or .zip for Windows, each with one folder reconcile-TARGET.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [programs, texts, out] = process.argv.slice(2).map((it) => resolve(it));
if (out === undefined) {
  console.error("usage: node packaging/archives.mjs PROGRAMS TEXTS OUT");
  process.exit(1);
}
const platforms = JSON.parse(readFileSync(join(root, "npm/platforms.json"), "utf8"));
const staging = mkdtempSync(join(tmpdir(), "reconcile-archives-"));
mkdirSync(out, { recursive: true });

const sums = [];
for (const [platform, { target, os }] of Object.entries(platforms)) {
  const program = os === "win32" ? "reconcile.exe" : "reconcile";
  const name = `reconcile-${target}`;
  const folder = join(staging, name);
  mkdirSync(folder);
  copyFileSync(join(programs, platform, program), join(folder, program));
  // What CI keeps between jobs is no longer executable.
  chmodSync(join(folder, program), 0o755);
  for (const file of ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"]) {
    copyFileSync(join(root, file), join(folder, file));
  }
  for (const kind of ["completions", "man"]) {
    cpSync(join(texts, kind), join(folder, kind), { recursive: true });
  }
  const archive = os === "win32" ? `${name}.zip` : `${name}.tar.gz`;
  const [command, ...flags] = os === "win32" ? ["zip", "-q", "-X", "-r"] : ["tar", "--owner=0", "--group=0", "-czf"];
  execFileSync(command, [...flags, join(out, archive), name], { cwd: staging, stdio: "inherit" });
}
rmSync(staging, { recursive: true });
for (const archive of readdirSync(out).filter((it) => /\.(tar\.gz|zip)$/.test(it)).sort()) {
  sums.push(`${createHash("sha256").update(readFileSync(join(out, archive))).digest("hex")}  ${archive}\n`);
}
writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
