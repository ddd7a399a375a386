// Written by `reconcile types`. Do not edit: change the schema and run the command again.

/** What D1 takes for a BLOB. */
export type BlobInput = ArrayBuffer | ArrayBufferView | number[];

/** customers.plan */
export type CustomersPlan = "free" | "team" | "enterprise";

/** orders.status */
export type OrdersStatus = "open" | "paid" | "shipped";

/** A row of customers. */
export interface CustomersRow {
  id: number;
  email: string;
  name: string | null;
  plan: CustomersPlan;
  newsletter: 0 | 1;
  created_at: string;
}

/** What an INSERT into customers gives. */
export interface CustomersInsert {
  id?: number;
  email: string;
  name?: string | null;
  plan?: CustomersPlan;
  newsletter?: 0 | 1;
  created_at?: string;
}

/** What an UPDATE of customers sets. */
export type CustomersUpdate = Partial<CustomersInsert>;

/** A row of order_items. */
export interface OrderItemsRow {
  order_id: number;
  sku: string;
  quantity: number;
  price: number;
  total: number;
}

/** What an INSERT into order_items gives. */
export interface OrderItemsInsert {
  order_id: number;
  sku: string;
  quantity: number;
  price: number;
}

/** What an UPDATE of order_items sets. */
export type OrderItemsUpdate = Partial<OrderItemsInsert>;

/** A row of orders. */
export interface OrdersRow {
  id: number;
  customer_id: number;
  status: OrdersStatus;
  paid_at: string | null;
}

/** What an INSERT into orders gives. */
export interface OrdersInsert {
  id?: number;
  customer_id: number;
  status?: OrdersStatus;
  paid_at?: string | null;
}

/** What an UPDATE of orders sets. */
export type OrdersUpdate = Partial<OrdersInsert>;

/** A row of products. */
export interface ProductsRow {
  sku: string;
  title: string;
  price: number;
  stock: number;
  photo: number[] | null;
}

/** What an INSERT into products gives. */
export interface ProductsInsert {
  sku: string;
  title: string;
  price: number;
  stock?: number;
  photo?: BlobInput | null;
}

/** What an UPDATE of products sets. */
export type ProductsUpdate = Partial<ProductsInsert>;

/** A row of revenue. */
export interface RevenueRow {
  id: number;
  email: string;
  orders: number;
  total: number | null;
}

/** All tables and views by name. */
export interface Database {
  customers: { row: CustomersRow; insert: CustomersInsert; update: CustomersUpdate };
  order_items: { row: OrderItemsRow; insert: OrderItemsInsert; update: OrderItemsUpdate };
  orders: { row: OrdersRow; insert: OrdersInsert; update: OrdersUpdate };
  products: { row: ProductsRow; insert: ProductsInsert; update: ProductsUpdate };
  revenue: { row: RevenueRow };
}

/** src/statements.ts: SELECT id, name, plan FROM customers WHERE email = ? */
export interface CustomerByEmailRow {
  id: number;
  name: string | null;
  plan: CustomersPlan;
}

/** src/statements.ts: SELECT id, name, plan FROM customers WHERE email = ? */
export type CustomerByEmailParams = [email: string];

/** src/statements.ts: SELECT o.id, o.status, o.paid_at, i.sku, i.total, p.title, coalesce(p.stock, 0) AS stock FROM orders o LEFT JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.sku = i.sku WHERE o.customer_id = ?1 AND o.status = ?2 ORDER BY o.id DESC LIMIT ?3 */
export interface OrdersOfRow {
  id: number;
  status: OrdersStatus;
  paid_at: string | null;
  sku: string | null;
  total: number | null;
  title: string | null;
  stock: number;
}

/** src/statements.ts: SELECT o.id, o.status, o.paid_at, i.sku, i.total, p.title, coalesce(p.stock, 0) AS stock FROM orders o LEFT JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.sku = i.sku WHERE o.customer_id = ?1 AND o.status = ?2 ORDER BY o.id DESC LIMIT ?3 */
export type OrdersOfParams = [customer_id: number, status: OrdersStatus, p3: number];

/** src/statements.ts: INSERT INTO orders (customer_id, paid_at) VALUES (?, ?) RETURNING id, status */
export interface AddOrderRow {
  id: number;
  status: OrdersStatus;
}

/** src/statements.ts: INSERT INTO orders (customer_id, paid_at) VALUES (?, ?) RETURNING id, status */
export type AddOrderParams = [customer_id: number, paid_at: string | null];

/** src/statements.ts: WITH totals AS (SELECT customer_id, count(*) AS n, max(paid_at) AS last FROM orders GROUP BY customer_id) SELECT c.email, t.n, t.last, rank() OVER (ORDER BY t.n DESC) AS place FROM totals t JOIN customers c ON c.id = t.customer_id WHERE t.n > ? */
export interface BusiestRow {
  email: string;
  n: number;
  last: string | null;
  place: number;
}

/** src/statements.ts: WITH totals AS (SELECT customer_id, count(*) AS n, max(paid_at) AS last FROM orders GROUP BY customer_id) SELECT c.email, t.n, t.last, rank() OVER (ORDER BY t.n DESC) AS place FROM totals t JOIN customers c ON c.id = t.customer_id WHERE t.n > ? */
export type BusiestParams = [p1: number];

/** src/statements.ts: DELETE FROM products WHERE sku = ? */
export type StatementsQuery5Params = [sku: string];

/** Every statement above by its SQL, for a `prepare` that knows them. */
export interface Queries {
  "\n  -- name: customerByEmail\n  SELECT id, name, plan FROM customers WHERE email = ?": { params: CustomerByEmailParams; row: CustomerByEmailRow };
  "\n  -- name: ordersOf\n  SELECT o.id, o.status, o.paid_at, i.sku, i.total, p.title, coalesce(p.stock, 0) AS stock\n  FROM orders o\n  LEFT JOIN order_items i ON i.order_id = o.id\n  LEFT JOIN products p ON p.sku = i.sku\n  WHERE o.customer_id = ?1 AND o.status = ?2\n  ORDER BY o.id DESC LIMIT ?3": { params: OrdersOfParams; row: OrdersOfRow };
  "\n  -- name: addOrder\n  INSERT INTO orders (customer_id, paid_at) VALUES (?, ?) RETURNING id, status": { params: AddOrderParams; row: AddOrderRow };
  "\n  -- name: busiest\n  WITH totals AS (SELECT customer_id, count(*) AS n, max(paid_at) AS last FROM orders GROUP BY customer_id)\n  SELECT c.email, t.n, t.last, rank() OVER (ORDER BY t.n DESC) AS place\n  FROM totals t JOIN customers c ON c.id = t.customer_id WHERE t.n > ?": { params: BusiestParams; row: BusiestRow };
  "DELETE FROM products WHERE sku = ?": { params: StatementsQuery5Params; row: never };
}
