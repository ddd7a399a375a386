export const customerByEmail = `
  -- name: customerByEmail
  SELECT id, name, plan FROM customers WHERE email = ?`;

export const ordersOf = `
  -- name: ordersOf
  SELECT o.id, o.status, o.paid_at, i.sku, i.total, p.title, coalesce(p.stock, 0) AS stock
  FROM orders o
  LEFT JOIN order_items i ON i.order_id = o.id
  LEFT JOIN products p ON p.sku = i.sku
  WHERE o.customer_id = ?1 AND o.status = ?2
  ORDER BY o.id DESC LIMIT ?3`;

export const addOrder = `
  -- name: addOrder
  INSERT INTO orders (customer_id, paid_at) VALUES (?, ?) RETURNING id, status`;

export const busiest = `
  -- name: busiest
  WITH totals AS (SELECT customer_id, count(*) AS n, max(paid_at) AS last FROM orders GROUP BY customer_id)
  SELECT c.email, t.n, t.last, rank() OVER (ORDER BY t.n DESC) AS place
  FROM totals t JOIN customers c ON c.id = t.customer_id WHERE t.n > ?`;

export const remove = "DELETE FROM products WHERE sku = ?";
