//! The tables that WITH names. <https://www.sqlite.org/lang_with.html>

use super::{Cursor, Name};

/// A common table expression.
#[derive(Debug, Clone)]
pub(crate) struct CommonTable<'a> {
    /// Its name.
    pub(crate) name: Name,
    /// The names that it gives to its columns.
    pub(crate) columns: Option<Cursor<'a>>,
    /// The query that it stands for.
    pub(crate) body: Cursor<'a>,
}

impl<'a> Cursor<'a> {
    /// Takes the WITH that is next, if there is one.
    pub(crate) fn common_tables(&mut self) -> Vec<CommonTable<'a>> {
        let mut found = Vec::new();
        if !self.eat(&["WITH"]) {
            return found;
        }
        self.eat(&["RECURSIVE"]);
        while let Ok(name) = self.name() {
            let columns = self.group().ok();
            self.eat(&["AS"]);
            self.eat(&["NOT"]);
            self.eat(&["MATERIALIZED"]);
            let Ok(body) = self.group() else { break };
            found.push(CommonTable { name, columns, body });
            if !self.eat_mark(",") {
                break;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::lexemes;

    #[test]
    fn names_columns_and_bodies() {
        let sql =
            "WITH RECURSIVE a(x, \"y\") AS NOT MATERIALIZED (SELECT 1, (2)), b AS (VALUES (1)) SELECT * FROM a, b";
        let all = lexemes(sql);
        let mut cursor = Cursor::new(sql, &all);
        let found: Vec<String> = cursor
            .common_tables()
            .iter()
            .map(|it| {
                format!(
                    "{} {:?} {}",
                    it.name,
                    it.columns.map(|it| it.names_listed()),
                    it.body.source()
                )
            })
            .collect();
        assert_eq!(found, ["a Some([\"x\", \"y\"]) SELECT 1, (2)", "b None VALUES (1)"]);
        assert_eq!(cursor.source(), "SELECT * FROM a, b");
        assert!(cursor.common_tables().is_empty());
    }
}
