import type { ArrayBuffer2, ClassInsert, ClassType, Database, Queries } from "./schema";

export const star = 'SELECT *, "a b" || \'x\' AS "a ""c""" FROM "order items" WHERE "select" = ?';

type Row<T extends keyof Database> = Database[T]["row"];

export function use(items: Row<"order items">, plain: Row<"order_items">, evil: Row<"*/ export const evil = 1; /*">, japanese: Row<"日本">) {
  const key: string = items.select + plain['quote"d'] + evil["*/"] + japanese["列"];
  const size: number | null = japanese["größe"];
  const both: string | null = items["a b"] ?? items.a_b ?? items.aB;
  const line: string | null = ({} as Row<"new\nline">)["a\nb"];
  const view: Row<"v i e w"> = { "i d": items.id, select: "x", "count(*)": 1 };
  const row: Queries[typeof star]["row"] = { ...items, 'a "c"': null };
  // @ts-expect-error: no such column
  items["a-b"];
  return [key, size, both, line, view, row];
}

export const values: ClassType[] = ['a"b', "it's", "", "1", "A b", "a-b", "self"];
export const one: ArrayBuffer2 = "x";
export const row: ClassInsert = { type: "self", constructor: "x", "1st": null };
// @ts-expect-error: not in the list
export const other: ClassType = "b";
