export const find = (db, mail) => db.prepare("SELECT id, name FROM user WHERE mail = ?").bind(mail).first();
