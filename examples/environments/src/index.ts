export default {
  async fetch(_request: Request, env: { DB: D1Database }): Promise<Response> {
    const { results } = await env.DB.prepare("SELECT name, price_cents FROM products ORDER BY name").all();
    return Response.json(results);
  },
};
