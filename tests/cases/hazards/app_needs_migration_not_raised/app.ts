export const mail = (db, id) => db.prepare("SELECT mail FROM user WHERE id = ?").bind(id).first();
