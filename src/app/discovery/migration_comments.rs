//! The comments of migrations that belong to what they make: SQLite keeps those within a CREATE statement, and no others.

use std::collections::BTreeMap;

use crate::migration::Migration;
use crate::schema::ddl::ColumnComments;
use crate::schema::{Name, ObjectKind, ObjectRef};
use crate::sql::{Statement, TokenKind, Verb, split, tokens};

/// What tools write above the statements that they make, without the dashes.
const OF_TOOLS: &[&str] = &[
    "reconcile:",
    "Migration number:",
    "> statement-breakpoint",
    "+goose",
    "+migrate",
    "migrate:up",
    "migrate:down",
    "CreateTable",
    "CreateIndex",
    "CreateEnum",
    "AlterTable",
    "RenameIndex",
    "RedefineTables",
    "RedefineIndex",
    "DropTable",
    "DropIndex",
    "DropForeignKey",
    "AddForeignKey",
    "Warnings:",
    "Custom SQL migration file",
];

/// The comments by what they are about.
#[derive(Debug, Default)]
pub(crate) struct MigrationComments {
    objects: BTreeMap<ObjectRef, Vec<String>>,
    columns: BTreeMap<(Name, Name), ColumnComments>,
}

impl MigrationComments {
    /// Those of these migrations, in the order in which they run.
    pub(crate) fn of<'a>(migrations: impl IntoIterator<Item = &'a Migration>) -> Self {
        let mut found = Self::default();
        for migration in migrations {
            found.read(migration.body(), migration.title().as_str());
        }
        found
    }

    /// The lines above an object.
    pub(crate) fn above(&self, object: &ObjectRef) -> &[String] {
        self.objects.get(object).map(Vec::as_slice).unwrap_or_default()
    }

    /// What is said of a column that an ALTER TABLE added.
    pub(crate) fn of_column(&self, table: &Name, column: &Name) -> Option<ColumnComments> {
        self.columns.get(&(table.clone(), column.clone())).cloned()
    }

    fn read(&mut self, sql: &str, title: &str) {
        let mut end = 0;
        for span in split(sql) {
            let before = sql.get(end..span.range.start).unwrap_or_default();
            let statement = sql.get(span.range.clone()).unwrap_or_default();
            let behind = sql.get(span.range.end..).unwrap_or_default();
            end = span.range.end;
            let above = lines_above(before, title);
            self.take(&Statement::read(statement), above, behind);
        }
    }

    fn take(&mut self, statement: &Statement, above: Vec<String>, behind: &str) {
        let Some(subject) = statement.subject.clone() else {
            return;
        };
        match &statement.verb {
            Verb::Create {
                kind, temporary: false, ..
            } if !above.is_empty() => {
                self.objects.insert(ObjectRef::new(*kind, subject), above);
            }
            Verb::AddColumn { column, .. } => {
                let comments = ColumnComments {
                    above,
                    behind: line_behind(behind),
                };
                self.columns.insert((subject, column.clone()), comments);
            }
            // A table that was made to take another one's place: what is said of that one holds on.
            Verb::RenameTable { to } => {
                let table = |name: &Name| ObjectRef::new(ObjectKind::Table, name.clone());
                if let Some(lines) = self.objects.remove(&table(&subject)) {
                    self.objects.entry(table(to)).or_insert(lines);
                }
                let of_it = |it: &&(Name, Name)| it.0 == subject;
                let columns: Vec<(Name, Name)> = self.columns.keys().filter(of_it).cloned().collect();
                for key in columns {
                    if let Some(comments) = self.columns.remove(&key) {
                        self.columns.entry((to.clone(), key.1)).or_insert(comments);
                    }
                }
            }
            Verb::RenameColumn { from, to } => {
                if let Some(comments) = self.columns.remove(&(subject.clone(), from.clone())) {
                    self.columns.insert((subject, to.clone()), comments);
                }
            }
            _ => {}
        }
    }
}

/// The comments right above a statement, without an empty line in between. Those further up are about more than it.
fn lines_above(before: &str, title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // What is on the line of the statement before it is about that one.
    let mut is_its_own = !before.contains(';');
    let mut breaks = 0;
    for token in tokens(before) {
        let text = token.text(before);
        is_its_own |= breaks > 0;
        match token.kind {
            TokenKind::LineComment | TokenKind::BlockComment => {
                if breaks > 1 {
                    lines.clear();
                }
                if is_its_own {
                    lines.extend(text.trim_end().lines().map(str::to_owned));
                }
                breaks = 0;
            }
            TokenKind::Whitespace => breaks += text.matches('\n').count(),
            _ => {}
        }
    }
    if breaks > 1 {
        lines.clear();
    }
    lines.retain(|it| is_kept(it, title));
    lines
}

/// The comment on the line on which a statement ends.
fn line_behind(behind: &str) -> Option<String> {
    let line = behind.lines().next()?;
    let comment = tokens(line).into_iter().find(|it| it.kind == TokenKind::LineComment)?;
    let is_next = tokens(line).iter().any(|it| it.kind == TokenKind::Word);
    let text = comment.text(line).trim_end();
    (!is_next && is_kept(text, "")).then(|| text.to_owned())
}

/// False for what a tool wrote, for rules and for the migration's own name.
fn is_kept(line: &str, title: &str) -> bool {
    let said = line.trim().trim_start_matches('-').trim();
    let is_title = !title.is_empty()
        && said
            .to_lowercase()
            .replace(['_', '-'], " ")
            .contains(&title.to_lowercase());
    !said.trim_matches(['-', '=', '*', '#', ' ']).is_empty()
        && !is_title
        && !OF_TOOLS.iter().any(|it| said.starts_with(it))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(files: &[&str]) -> MigrationComments {
        let migrations: Vec<Migration> = files
            .iter()
            .map(|it| Migration::parse("0002_more_users.sql", it))
            .collect();
        MigrationComments::of(&migrations)
    }

    fn table(name: &str) -> ObjectRef {
        ObjectRef::new(ObjectKind::Table, name.into())
    }

    #[test]
    fn what_is_right_above_belongs_to_it() {
        let found = read(&[
            "-- Copyright\n\n-- 0002: more users\n-- People who log in.\n-- ----\n/* All\n   of them */\nCREATE TABLE users (id); -- end\n             -- CreateTable\nCREATE TABLE bare (id);\n--> statement-breakpoint\n-- far\n\nCREATE TABLE other (id);\n             -- by hand\nCREATE INDEX i ON users (id);",
        ]);
        assert_eq!(
            found.above(&table("users")),
            ["-- People who log in.", "/* All", "   of them */"]
        );
        assert!(found.above(&table("bare")).is_empty() && found.above(&table("other")).is_empty());
        assert_eq!(
            found.above(&ObjectRef::new(ObjectKind::Index, "i".into())),
            ["-- by hand"]
        );
    }

    #[test]
    fn a_column_that_was_added_and_a_table_that_was_made_again() {
        let found = read(&[
            "-- People.\nCREATE TABLE users (id);",
            "-- for news\nALTER TABLE users ADD COLUMN mail TEXT; -- lower case\nALTER TABLE users ADD n;",
            "-- copy\nCREATE TABLE users_new (id);\nDROP TABLE users;\nALTER TABLE users_new RENAME TO users;\n             ALTER TABLE users RENAME COLUMN mail TO email;",
        ]);
        assert_eq!(found.above(&table("users")), ["-- People."]);
        let email = found.of_column(&"users".into(), &"email".into()).unwrap();
        assert_eq!(
            (email.above, email.behind.as_deref()),
            (vec!["-- for news".to_owned()], Some("-- lower case"))
        );
    }
}
