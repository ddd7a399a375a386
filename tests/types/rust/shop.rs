// Written by `reconcile types`. Do not edit: change the schema and run the command again.

use serde::{Deserialize, Serialize};

/// customers.plan
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CustomersPlan {
    #[serde(rename = "free")]
    Free,
    #[serde(rename = "team")]
    Team,
    #[serde(rename = "enterprise")]
    Enterprise,
}

/// orders.status
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrdersStatus {
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "paid")]
    Paid,
    #[serde(rename = "shipped")]
    Shipped,
}

/// A row of customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomersRow {
    pub id: i64,
    pub email: String,
    pub name: Option<String>,
    pub plan: CustomersPlan,
    pub newsletter: i64,
    pub created_at: String,
}

/// What an INSERT into customers gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CustomersInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<CustomersPlan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newsletter: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
}

/// What an UPDATE of customers sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CustomersUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<CustomersPlan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newsletter: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
}

/// A row of order_items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderItemsRow {
    pub order_id: i64,
    pub sku: String,
    pub quantity: i64,
    pub price: f64,
    pub total: f64,
}

/// What an INSERT into order_items gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderItemsInsert {
    pub order_id: i64,
    pub sku: String,
    pub quantity: i64,
    pub price: f64,
}

/// What an UPDATE of order_items sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OrderItemsUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
}

/// A row of orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersRow {
    pub id: i64,
    pub customer_id: i64,
    pub status: OrdersStatus,
    pub paid_at: Option<String>,
}

/// What an INSERT into orders gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrdersInsert {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub customer_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrdersStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<String>,
}

/// What an UPDATE of orders sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OrdersUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrdersStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Option<String>>,
}

/// A row of products.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductsRow {
    pub sku: String,
    pub title: String,
    pub price: f64,
    pub stock: i64,
    pub photo: Option<Vec<u8>>,
}

/// What an INSERT into products gives: a column that is `None` is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductsInsert {
    pub sku: String,
    pub title: String,
    pub price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Vec<u8>>,
}

/// What an UPDATE of products sets: `None` leaves a column as it is, `Some(None)` makes it NULL.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ProductsUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Option<Vec<u8>>>,
}

/// A row of revenue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RevenueRow {
    pub id: i64,
    pub email: String,
    pub orders: i64,
    pub total: Option<f64>,
}

/// src/statements.ts: SELECT id, name, plan FROM customers WHERE email = ?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerByEmailRow {
    pub id: i64,
    pub name: Option<String>,
    pub plan: CustomersPlan,
}

/// src/statements.ts: SELECT id, name, plan FROM customers WHERE email = ?
pub type CustomerByEmailParams = (String,);

/// src/statements.ts: SELECT o.id, o.status, o.paid_at, i.sku, i.total, p.title, coalesce(p.stock, 0) AS stock   FROM orders o   LEFT JOIN order_items i ON i.order_id = o.id   LEFT JOIN products p ON p.sku = i.sku   WHERE o.customer_id = ?1 AND o.status = ?2   ORDER BY o.id DESC LIMIT ?3
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersOfRow {
    pub id: i64,
    pub status: OrdersStatus,
    pub paid_at: Option<String>,
    pub sku: Option<String>,
    pub total: Option<f64>,
    pub title: Option<String>,
    pub stock: i64,
}

/// src/statements.ts: SELECT o.id, o.status, o.paid_at, i.sku, i.total, p.title, coalesce(p.stock, 0) AS stock   FROM orders o   LEFT JOIN order_items i ON i.order_id = o.id   LEFT JOIN products p ON p.sku = i.sku   WHERE o.customer_id = ?1 AND o.status = ?2   ORDER BY o.id DESC LIMIT ?3
pub type OrdersOfParams = (i64, OrdersStatus, i64,);

/// src/statements.ts: INSERT INTO orders (customer_id, paid_at) VALUES (?, ?) RETURNING id, status
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddOrderRow {
    pub id: i64,
    pub status: OrdersStatus,
}

/// src/statements.ts: INSERT INTO orders (customer_id, paid_at) VALUES (?, ?) RETURNING id, status
pub type AddOrderParams = (i64, Option<String>,);

/// src/statements.ts: WITH totals AS (SELECT customer_id, count(*) AS n, max(paid_at) AS last FROM orders GROUP BY customer_id)   SELECT c.email, t.n, t.last, rank() OVER (ORDER BY t.n DESC) AS place   FROM totals t JOIN customers c ON c.id = t.customer_id WHERE t.n > ?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BusiestRow {
    pub email: String,
    pub n: i64,
    pub last: Option<String>,
    pub place: i64,
}

/// src/statements.ts: WITH totals AS (SELECT customer_id, count(*) AS n, max(paid_at) AS last FROM orders GROUP BY customer_id)   SELECT c.email, t.n, t.last, rank() OVER (ORDER BY t.n DESC) AS place   FROM totals t JOIN customers c ON c.id = t.customer_id WHERE t.n > ?
pub type BusiestParams = (i64,);

/// src/statements.ts: DELETE FROM products WHERE sku = ?
pub type StatementsQuery5Params = (String,);
