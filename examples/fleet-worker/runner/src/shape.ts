/** One object of a database, as `sqlite_schema` has it. */
export interface CatalogRow {
  type: string;
  name: string;
  tbl_name: string;
  sql: string;
}

// Each alternative ends in one place only, so that no attempt can end a comment early or late.
const SPACE = String.raw`(?:[ \t\n\f\r]|--[^\n]*(?:\n|$)|/\*(?:[^*]|\*(?!/))*\*/)`;
const QUOTED = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|${"`"}(?:[^${"`"}]|${"`"}${"`"})*${"`"}|\[[^\]]*\]`;
const PARTS = new RegExp(`(${QUOTED})|${SPACE}*([(),])${SPACE}*|${SPACE}+`, "g");

/** A definition without comments, and with one space for all white space between two words, none beside ( ) and , */
export function normalForm(sql: string): string {
  return sql.replace(PARTS, (_, quoted?: string, mark?: string) => quoted ?? mark ?? " ").replace(/^ | $/g, "");
}

/** SHA-256 of a schema's definitions, as `shapes.ts` lists it. */
export async function shapeOf(catalog: readonly CatalogRow[]): Promise<string> {
  const lines = catalog.map((it) => JSON.stringify([it.type, it.name, it.tbl_name, normalForm(it.sql)]));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("\n")));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
