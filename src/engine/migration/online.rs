//! `-- reconcile: in one call`: a file whose parts are calls of their own, so that a table is rebuilt while the application
//! writes.
//!
//! All of it is one list of statements that any tool can run in one transaction. `apply` runs it part by part, and notes in
//! the ledger which part is next.

use super::Migration;
use super::batch::Batch;
use crate::diagnostic::{Code, Diagnostic};
use crate::render::ONE_CALL;
use crate::schema::{Name, ObjectKind};
use crate::sql::{Cursor, Statement, Verb, lexemes};

/// A part of such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Statements of one transaction, each with its line.
    Call(Vec<(usize, String)>),
    /// A statement that runs by ranges of a table's key.
    Ranges(Batch),
}

/// The parts of an online rebuild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts(Vec<Part>);

impl Parts {
    /// In order.
    pub fn all(&self) -> &[Part] {
        &self.0
    }

    /// The part that puts the new tables into place: the first after all rows are copied.
    pub fn switch(&self) -> usize {
        let last = self.0.iter().rposition(|it| matches!(it, Part::Ranges(_)));
        last.map_or(0, |it| it + 1)
    }

    /// True if the switch does no more than put new tables into the place of old ones, so that whether every row has its
    /// parent is decided by the rows that were compared: it writes no rows of other tables, and drops none of them.
    pub fn only_replaces(&self) -> bool {
        let Some(Part::Call(statements)) = self.0.get(self.switch()) else {
            return false;
        };
        let statements: Vec<Statement> = statements.iter().map(|it| Statement::read(&it.1)).collect();
        let is_replaced = |name: &Name| {
            let mut verbs = statements.iter().map(|it| &it.verb);
            verbs.any(|it| matches!(it, Verb::RenameTable { to } if to == name))
        };
        statements.iter().all(|it| match (&it.verb, &it.subject) {
            (Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. }, Some(name)) => name.is_reserved(),
            (
                Verb::Drop {
                    kind: ObjectKind::Table,
                },
                Some(name),
            ) => name.is_reserved() || is_replaced(name),
            (Verb::RenameTable { .. }, Some(name)) => name.is_reserved(),
            (Verb::Drop { .. } | Verb::Create { query: None, .. } | Verb::Pragma { .. }, _) => true,
            _ => false,
        })
    }

    /// The first part that is run again after a pause: what was copied stays, and what was written meanwhile follows.
    pub fn catch_up(&self) -> usize {
        let first = self.0.iter().position(|it| matches!(it, Part::Ranges(_)));
        first.map_or(0, |it| it + 1)
    }

    /// What takes back the preparation: its triggers and tables, which only reconcile can name so.
    pub fn undo(&self) -> Vec<String> {
        let Some(Part::Call(statements)) = self.0.first() else {
            return Vec::new();
        };
        let mut drops: Vec<(bool, String)> = Vec::new();
        for (_, sql) in statements {
            for kind in ["TABLE", "TRIGGER"] {
                let all = lexemes(sql);
                let mut cursor = Cursor::new(sql, &all);
                let name = match cursor.eat(&["CREATE", kind]) {
                    true => cursor.name_lexeme().ok(),
                    false => None,
                };
                if let Some((name, _)) = name.filter(|(name, _)| name.is_reserved()) {
                    drops.push((kind == "TABLE", format!("DROP {kind} IF EXISTS {}", name.written())));
                }
            }
        }
        // Triggers first: they mention the tables.
        drops.sort_by_key(|it| it.0);
        drops.into_iter().map(|it| it.1).collect()
    }
}

impl Migration {
    /// True for a file whose parts are calls of their own.
    pub fn is_online(&self) -> bool {
        self.text.lines().any(is_one_call)
    }

    /// Its parts; `None` where it has none.
    ///
    /// # Errors
    /// A statement that belongs to no part, or one that cannot run by ranges.
    pub fn parts(&self) -> Result<Option<Parts>, Diagnostic> {
        if !self.is_online() {
            return Ok(None);
        }
        let lines: Vec<&str> = self.text.lines().collect();
        let mut parts: Vec<Part> = Vec::new();
        let mut before = 0;
        for (line, sql) in self.statements() {
            // The lines above are those of the first statement of a line.
            let is_first = line != std::mem::replace(&mut before, line);
            let above = lines.iter().take(line.saturating_sub(1)).rev();
            let mut above = above.take_while(|it| is_first && it.trim_start().starts_with("--"));
            let mark = above.find(|it| is_one_call(it) || it.starts_with(super::batch::LINE));
            match (mark, parts.last_mut()) {
                (Some(mark), _) if !is_one_call(mark) => parts.push(Part::Ranges(self.batch(line, &sql, mark)?)),
                (Some(_), _) => parts.push(Part::Call(vec![(line, sql)])),
                (None, Some(Part::Call(statements))) => statements.push((line, sql)),
                (None, _) => {
                    let remedy = "put a line `-- reconcile: in one call` above the first statement of each call";
                    let place = (Some(self.file_name.as_str()), Some(line));
                    let message = "this statement belongs to no call".to_owned();
                    return Err(Diagnostic::of_line(Code::NotInBatches, place, message, remedy));
                }
            }
        }
        Ok(Some(Parts(parts)))
    }
}

fn is_one_call(line: &str) -> bool {
    line.strip_prefix("-- ").is_some_and(|it| it.trim_end() == ONE_CALL)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    const FILE: &str = "-- reconcile: in one call\n-- prepare\nCREATE TABLE _reconcile_new_t (a);\n\
        CREATE TRIGGER \"_reconcile_x y\" AFTER DELETE ON t BEGIN DELETE FROM _reconcile_new_t; END;\n\n\
        -- reconcile: in batches of 2 s\n-- copy\nINSERT INTO _reconcile_new_t (a) SELECT a FROM t WHERE a > 0;\n\
        -- reconcile: in one call\nDROP TABLE t; DROP VIEW v;\nALTER TABLE _reconcile_new_t RENAME TO t;\n";

    #[test]
    fn a_switch_that_does_more_than_replace_is_known() {
        let only_replaces = |more: &str| {
            let file = format!("{FILE}{more}\n");
            Migration::parse("0001_x.sql", &file)
                .parts()
                .unwrap()
                .unwrap()
                .only_replaces()
        };
        assert!(only_replaces(""));
        assert!(only_replaces(
            "UPDATE sqlite_sequence SET seq = 1; DROP TABLE _reconcile; CREATE INDEX i ON t (a);"
        ));
        for more in [
            "DELETE FROM u;",
            "DROP TABLE u;",
            "ALTER TABLE u RENAME TO w;",
            "ALTER TABLE u ADD COLUMN t DEFAULT 1 REFERENCES t;",
            "CREATE TABLE w AS SELECT 1;",
            "WITH c AS (SELECT 1) UPDATE t SET a = 1;",
        ] {
            assert!(!only_replaces(more), "{more}");
        }
    }

    #[test]
    fn a_file_is_cut_at_its_marks() {
        let parts = Migration::parse("0001_x.sql", FILE).parts().unwrap().unwrap();
        assert_eq!(parts.all().len(), 3);
        assert_eq!((parts.switch(), parts.catch_up()), (2, 2));
        assert_eq!(
            parts.undo(),
            [
                "DROP TRIGGER IF EXISTS \"_reconcile_x y\"",
                "DROP TABLE IF EXISTS _reconcile_new_t"
            ]
        );
        let Part::Ranges(batch) = &parts.all()[1] else {
            unreachable!()
        };
        let key = [crate::schema::Name::new("id")];
        assert_eq!(
            batch.slice(&key, Some(&["3".to_owned()]), Some(&["9".to_owned()])),
            "INSERT INTO _reconcile_new_t (a) SELECT a FROM t WHERE (a > 0\n) AND \"id\" > 3 AND \"id\" <= 9"
        );
        assert_eq!(
            batch.bound(&key, Some(&["3".to_owned()]), 10),
            "SELECT \"id\" FROM \"t\" WHERE \"id\" > 3 ORDER BY \"id\" LIMIT 1 OFFSET 9"
        );
    }

    #[test]
    fn what_belongs_to_no_call_is_named() {
        for (text, line) in [
            (
                FILE.replace("ALTER TABLE", "-- reconcile: in batches of 2 s\nALTER TABLE"),
                12,
            ),
            (FILE.replacen("-- reconcile: in one call\n-- prepare\n", "", 1), 1),
        ] {
            let found = Migration::parse("0001_x.sql", &text).parts().unwrap_err();
            assert_eq!(found.place.line, line, "{text}");
        }
    }
}
