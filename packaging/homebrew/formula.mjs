// Prints the Homebrew formula of a release: the template beside this file with version, addresses and checksums.
//
// node packaging/homebrew/formula.mjs VERSION OWNER/NAME SHA256SUMS > reconcile.rb
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [version, repository, sums] = process.argv.slice(2);
if (sums === undefined) {
  console.error("usage: node packaging/homebrew/formula.mjs VERSION OWNER/NAME SHA256SUMS");
  process.exit(1);
}
const checksums = new Map(
  readFileSync(sums, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("  ").reverse()),
);
const archive = (target) => `reconcile-${target}.tar.gz`;
const values = {
  version: () => version,
  repository: () => repository,
  url: (target) => `https://github.com/${repository}/releases/download/v${version}/${archive(target)}`,
  sha256: (target) => checksums.get(archive(target)),
};
const template = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "reconcile.rb.template"), "utf8");
const formula = template.replace(/\{\{(\w+) ?([^}]*)\}\}/g, (place, key, target) => {
  const value = values[key]?.(target);
  if (value === undefined) {
    console.error(`error: nothing is known for ${place}`);
    process.exit(1);
  }
  return value;
});
process.stdout.write(formula);
