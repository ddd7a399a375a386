// Written by `reconcile types`. Do not edit: change the schema and run the command again.

/** array.buffer */
export type ArrayBuffer2 = "x";

/** class.type */
export type ClassType = "a\"b" | "it's" | "" | "1" | "A b" | "a-b" | "self";

/** string.row */
export type StringRow2 = "a";

/** *\/ export const evil = 1; /*.id */
export type ExportConstEvil1Id = number & { readonly __brand: "ExportConstEvil1Id" };

/** order items.id */
export type OrderItemsId = number & { readonly __brand: "OrderItemsId" };

/** order_items.id */
export type OrderItems2Id = number & { readonly __brand: "OrderItems2Id" };

/** OrderItems.id */
export type OrderItems3Id = number & { readonly __brand: "OrderItems3Id" };

/** string.id */
export type StringId = number & { readonly __brand: "StringId" };

/** string_row.id */
export type StringRowId = number & { readonly __brand: "StringRowId" };

/** A row of *\/ export const evil = 1; /*. */
export interface ExportConstEvil1Row {
  id: ExportConstEvil1Id;
  "*/": string;
}

/** What an INSERT into *\/ export const evil = 1; /* gives. */
export interface ExportConstEvil1Insert {
  id?: ExportConstEvil1Id;
  "*/": string;
}

/** What an UPDATE of *\/ export const evil = 1; /* sets. */
export type ExportConstEvil1Update = Partial<ExportConstEvil1Insert>;

/** A row of array. */
export interface ArrayRow {
  buffer: ArrayBuffer2;
}

/** What an INSERT into array gives. */
export interface ArrayInsert {
  buffer: ArrayBuffer2;
}

/** What an UPDATE of array sets. */
export type ArrayUpdate = Partial<ArrayInsert>;

/** A row of class. */
export interface ClassRow {
  type: ClassType;
  self: string | null;
  crate: string | null;
  constructor: string | null;
  "1st": string | null;
}

/** What an INSERT into class gives. */
export interface ClassInsert {
  type: ClassType;
  self?: string | null;
  crate?: string | null;
  constructor?: string | null;
  "1st"?: string | null;
}

/** What an UPDATE of class sets. */
export type ClassUpdate = Partial<ClassInsert>;

/** A row of new line. */
export interface NewLineRow {
  "a\nb": string | null;
}

/** What an INSERT into new line gives. */
export interface NewLineInsert {
  "a\nb"?: string | null;
}

/** What an UPDATE of new line sets. */
export type NewLineUpdate = Partial<NewLineInsert>;

/** A row of order items. */
export interface OrderItemsRow {
  id: OrderItemsId;
  select: string;
  "a b": string | null;
  a_b: string | null;
  aB: string | null;
}

/** What an INSERT into order items gives. */
export interface OrderItemsInsert {
  id?: OrderItemsId;
  select: string;
  "a b"?: string | null;
  a_b?: string | null;
  aB?: string | null;
}

/** What an UPDATE of order items sets. */
export type OrderItemsUpdate = Partial<OrderItemsInsert>;

/** A row of order_items. */
export interface OrderItems2Row {
  id: OrderItems2Id;
  "quote\"d": string;
  "it's": string | null;
}

/** What an INSERT into order_items gives. */
export interface OrderItems2Insert {
  id?: OrderItems2Id;
  "quote\"d": string;
  "it's"?: string | null;
}

/** What an UPDATE of order_items sets. */
export type OrderItems2Update = Partial<OrderItems2Insert>;

/** A row of OrderItems. */
export interface OrderItems3Row {
  id: OrderItems3Id;
  "back\\slash": string | null;
  tick: string | null;
}

/** What an INSERT into OrderItems gives. */
export interface OrderItems3Insert {
  id?: OrderItems3Id;
  "back\\slash"?: string | null;
  tick?: string | null;
}

/** What an UPDATE of OrderItems sets. */
export type OrderItems3Update = Partial<OrderItems3Insert>;

/** A row of string. */
export interface StringRow {
  id: StringId;
  row: StringRow2 | null;
}

/** What an INSERT into string gives. */
export interface StringInsert {
  id?: StringId;
  row?: StringRow2 | null;
}

/** What an UPDATE of string sets. */
export type StringUpdate = Partial<StringInsert>;

/** A row of string_row. */
export interface StringRowRow {
  id: StringRowId;
}

/** What an INSERT into string_row gives. */
export interface StringRowInsert {
  id?: StringRowId;
}

/** What an UPDATE of string_row sets. */
export type StringRowUpdate = Partial<StringRowInsert>;

/** A row of 日本. */
export interface UnnamedRow {
  "列": string;
  "größe": number | null;
}

/** What an INSERT into 日本 gives. */
export interface UnnamedInsert {
  "列": string;
  "größe"?: number | null;
}

/** What an UPDATE of 日本 sets. */
export type UnnamedUpdate = Partial<UnnamedInsert>;

/** A row of v i e w. */
export interface VIEWRow {
  "i d": OrderItemsId;
  select: string;
  "count(*)": number;
}

/** All tables and views by name. */
export interface Database {
  "*/ export const evil = 1; /*": { row: ExportConstEvil1Row; insert: ExportConstEvil1Insert; update: ExportConstEvil1Update };
  array: { row: ArrayRow; insert: ArrayInsert; update: ArrayUpdate };
  class: { row: ClassRow; insert: ClassInsert; update: ClassUpdate };
  "new\nline": { row: NewLineRow; insert: NewLineInsert; update: NewLineUpdate };
  "order items": { row: OrderItemsRow; insert: OrderItemsInsert; update: OrderItemsUpdate };
  order_items: { row: OrderItems2Row; insert: OrderItems2Insert; update: OrderItems2Update };
  OrderItems: { row: OrderItems3Row; insert: OrderItems3Insert; update: OrderItems3Update };
  string: { row: StringRow; insert: StringInsert; update: StringUpdate };
  string_row: { row: StringRowRow; insert: StringRowInsert; update: StringRowUpdate };
  "日本": { row: UnnamedRow; insert: UnnamedInsert; update: UnnamedUpdate };
  "v i e w": { row: VIEWRow };
}

/** src/use.ts: SELECT *, "a b" || 'x' AS "a ""c""" FROM "order items" WHERE "select" = ? */
export interface UseQuery1Row {
  id: OrderItemsId;
  select: string;
  "a b": string | null;
  a_b: string | null;
  aB: string | null;
  "a \"c\"": string | null;
}

/** src/use.ts: SELECT *, "a b" || 'x' AS "a ""c""" FROM "order items" WHERE "select" = ? */
export type UseQuery1Params = [select: string];

/** Every statement above by its SQL, for a `prepare` that knows them. */
export interface Queries {
  "SELECT *, \"a b\" || 'x' AS \"a \"\"c\"\"\" FROM \"order items\" WHERE \"select\" = ?": { params: UseQuery1Params; row: UseQuery1Row };
}
