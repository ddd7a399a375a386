// The Worker inside workerd: runs statements on one of its D1 bindings and tells what D1 said, word for word.

export const WORKER = `
// A statement that only reads can be asked for columns and rows; the others go through batch(), which is one transaction
// but gives objects, in which two columns of one name become one.
const READS = /^\\s*(select|values|explain|pragma\\s+[\\w.]+\\s*(\\([^)]*\\))?\\s*;?\\s*$)/i;

async function run(db, statements, raw) {
  const prepared = statements.map(({ sql, params }) => params?.length ? db.prepare(sql).bind(...params) : db.prepare(sql));
  if (raw && statements.every(({ sql }) => READS.test(sql.replace(/^(\\s|--[^\\n]*\\n|\\/\\*[^]*?\\*\\/)*/, "")))) {
    const answers = [];
    for (const statement of prepared) {
      const [columns, ...rows] = await statement.raw({ columnNames: true });
      answers.push({ results: { columns, rows }, success: true, meta: {} });
    }
    return answers;
  }
  const answers = await db.batch(prepared);
  if (!raw) return answers;
  return answers.map(({ results, ...rest }) => ({
    ...rest,
    results: { columns: Object.keys(results[0] ?? {}), rows: results.map((row) => Object.values(row)) },
  }));
}

export default {
  async fetch(request, env) {
    const { binding, statements, raw } = await request.json();
    try {
      return Response.json({ answers: await run(env[binding], statements, raw) });
    } catch (error) {
      return Response.json({ error: String(error?.message ?? error) });
    }
  },
};
`;
