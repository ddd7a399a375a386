// Holds each file that is named to junit-10.xsd, the schema of Jenkins: node junit.mjs FILE…
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { validateXML } from "xmllint-wasm";

const files = process.argv.slice(2);
const result = await validateXML({
  xml: files.map((file) => ({ fileName: basename(file), contents: readFileSync(file, "utf8") })),
  schema: [readFileSync(new URL("junit-10.xsd", import.meta.url), "utf8")],
});
for (const error of result.errors) console.log(error.rawMessage);
console.log(`${files.length} files read`);
process.exitCode = result.valid ? 0 : 1;
