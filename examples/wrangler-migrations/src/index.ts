export default {
  async fetch(_request: Request, env: { DB: D1Database }): Promise<Response> {
    const { results } = await env.DB.prepare("SELECT id, title FROM notes WHERE pinned = 1").all();
    return Response.json(results);
  },
};
