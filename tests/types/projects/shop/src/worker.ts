import type { CustomersInsert, CustomersRow, CustomersUpdate, Database, OrderItemsInsert, OrderItemsRow, ProductsRow, Queries, RevenueRow } from "./schema";
import { addOrder, busiest, customerByEmail, ordersOf, remove } from "./statements";

interface Env {
  DB: D1Database;
}

function query<Q extends keyof Queries>(db: D1Database, sql: Q, ...params: Queries[Q]["params"]) {
  return db.prepare(sql).bind(...params).all<Queries[Q]["row"]>();
}

export async function customer(env: Env, email: string): Promise<string> {
  const { results } = await query(env.DB, customerByEmail, email);
  const first = results[0];
  if (!first) return "nobody";
  const plan: "free" | "team" | "enterprise" = first.plan;
  return `${first.id.toFixed()} ${first.name?.trim() ?? "?"} ${plan}`;
}

export async function orders(env: Env, id: number): Promise<number> {
  const { results } = await query(env.DB, ordersOf, id, "paid", 10);
  let sum = 0;
  for (const row of results) {
    sum += row.total ?? 0;
    sum += row.stock;
    row.paid_at?.slice(0, 10);
    // @ts-expect-error: the product may be missing, since the join is a LEFT JOIN
    row.title.trim();
    // @ts-expect-error: an order item may be missing
    sum += row.total;
  }
  return sum;
}

export async function add(env: Env, id: number): Promise<number | undefined> {
  const { results } = await query(env.DB, addOrder, id, null);
  const status: "open" | "paid" | "shipped" | undefined = results[0]?.status;
  return status && results[0]?.id;
}

export async function places(env: Env): Promise<string[]> {
  const { results } = await query(env.DB, busiest, 3);
  return results.map((it) => `${it.place + it.n}. ${it.email.toLowerCase()} ${it.last ?? "never"}`);
}

export async function refused(env: Env): Promise<void> {
  await query(env.DB, remove, "sku-1");
  // @ts-expect-error: a status that the CHECK does not list
  await query(env.DB, ordersOf, 1, "lost", 10);
  // @ts-expect-error: the key is a number
  await query(env.DB, addOrder, "1", null);
  // @ts-expect-error: one parameter is missing
  await query(env.DB, ordersOf, 1, "paid");
  // @ts-expect-error: no such statement
  await query(env.DB, "SELECT 1");
}

export const fresh: CustomersInsert = { email: "a@example.com", plan: "team" };
export const renamed: CustomersUpdate = { name: null };
export const item: OrderItemsInsert = { order_id: 1, sku: "x", quantity: 2, price: 1.5 };
export const photo = (row: ProductsRow): Uint8Array | null => row.photo && Uint8Array.from(row.photo);
export const total = (row: OrderItemsRow): number => row.total;
export const money = (row: RevenueRow): number => row.orders + (row.total ?? 0);
export const created = (row: Database["customers"]["row"]): Date => new Date(row.created_at);
export const flag = (row: CustomersRow): 0 | 1 => row.newsletter;

// @ts-expect-error: email has no default
export const nameless: CustomersInsert = { name: "a" };
// @ts-expect-error: email is never NULL
export const nulled: CustomersUpdate = { email: null };
// @ts-expect-error: a plan that the CHECK does not list
export const gold: CustomersInsert = { email: "a@example.com", plan: "gold" };
// @ts-expect-error: the total is computed
export const computed: OrderItemsInsert = { order_id: 1, sku: "x", quantity: 2, price: 1.5, total: 3 };
// @ts-expect-error: nobody writes into a view
export type Written = Database["revenue"]["insert"];
