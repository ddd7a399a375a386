import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { books } from "./schema";

export default {
  async fetch(request: Request, env: { DB: D1Database }): Promise<Response> {
    const author = Number(new URL(request.url).searchParams.get("author"));
    const found = await drizzle(env.DB).select().from(books).where(eq(books.authorId, author));
    return Response.json(found);
  },
};
