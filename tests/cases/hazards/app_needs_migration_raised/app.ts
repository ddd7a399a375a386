export const seen = (db, id) => db.prepare("UPDATE user SET seen_at = datetime() WHERE id = ?").bind(id).run();
