// A small Worker on D1: the SQL that `reconcile compat` reads.

interface Env {
  DB: D1Database;
}

const RECENT = `
  SELECT p.id, p.body, u.login
  FROM posts p
  JOIN users u ON u.id = p.user_id
`;

const queries = {
  userByLogin: "SELECT id, email FROM users WHERE login = ?",
  session: "SELECT user_id FROM sessions " + "WHERE token = ?",
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);

    if (url.pathname === "/posts" && request.method === "GET") {
      const limit = Number(url.searchParams.get("limit") ?? 20);
      const { results } = await env.DB.prepare(`${RECENT} ORDER BY p.id DESC LIMIT ${limit}`).all();
      return Response.json(results);
    }

    const token = request.headers.get("authorization") ?? "";
    const session = await env.DB.prepare(queries.session).bind(token).first<{ user_id: number }>();
    if (!session) {
      return new Response("who are you?", { status: 401 });
    }

    if (url.pathname === "/posts" && request.method === "POST") {
      await env.DB.prepare("INSERT INTO posts (user_id, body) VALUES (?, ?)")
        .bind(session.user_id, await request.text())
        .run();
      return new Response(null, { status: 201 });
    }

    const login = url.pathname.replace(/^\/users\//, "");
    const user = await env.DB.prepare(queries.userByLogin).bind(login).first();
    return user ? Response.json(user) : new Response("nobody", { status: 404 });
  },
} satisfies ExportedHandler<Env>;
