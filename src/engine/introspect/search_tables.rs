//! Search tables whose content is not there. SQLite makes and keeps them; whatever reads them then fails.
//! <https://www.sqlite.org/fts5.html#external_content_tables>

use std::collections::BTreeMap;
use std::fmt;

use crate::database::{self, Database, Scratch};
use crate::schema::{Name, Schema, VirtualTable};

/// What a search table reads and does not find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The table or view that `content=` names, or the search table of a vocabulary.
    Relation(Name),
    /// A column of it.
    Column {
        /// The table or view.
        of: Name,
        /// The column.
        column: Name,
    },
    /// Something else, in SQLite's words.
    Other(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relation(name) => write!(f, "it reads {name}, which does not exist"),
            Self::Column { of, column } => write!(f, "it reads column {column} of {of}, which does not exist"),
            Self::Other(words) => write!(f, "{words}"),
        }
    }
}

/// The search tables of a schema from which nothing can be read. Tried on a scratch replica: what a view has, only the
/// engine can tell.
///
/// # Errors
/// Those of the scratch database.
pub fn unreadable(schema: &Schema) -> database::Result<BTreeMap<Name, Missing>> {
    let tried: Vec<&VirtualTable> = reading_others(schema).collect();
    match tried.is_empty() {
        true => Ok(BTreeMap::new()),
        false => Ok(unreadable_on(&mut super::replica(&read_by(schema, &tried))?, schema)),
    }
}

fn reading_others(schema: &Schema) -> impl Iterator<Item = &VirtualTable> {
    schema.virtual_tables.values().filter(|it| it.reads_another())
}

/// As [`unreadable`], tried on a database that has what they may read.
pub(super) fn unreadable_on(scratch: &mut Scratch, schema: &Schema) -> BTreeMap<Name, Missing> {
    let mut found = BTreeMap::new();
    for table in reading_others(schema) {
        if let Err(error) = scratch.query(&format!("SELECT * FROM {}", table.name.quoted())) {
            found.insert(table.name.clone(), missing(table, &error.to_string()));
        }
    }
    found
}

/// What these search tables may read: among thousands of tables, the few that they name, unless one of them is a view.
fn read_by(schema: &Schema, search: &[&VirtualTable]) -> Schema {
    let contents = search.iter().filter_map(|it| it.content_table()).map(Name::new);
    let (views, tables): (Vec<Name>, Vec<Name>) = contents.partition(|it| schema.views.contains_key(it));
    let mut read = Schema {
        virtual_tables: schema.virtual_tables.clone(),
        ..Schema::default()
    };
    if views.is_empty() {
        let named = tables.iter().filter_map(|name| schema.tables.get_key_value(name));
        read.tables = named.map(|(name, table)| (name.clone(), table.clone())).collect();
    } else {
        read.tables.clone_from(&schema.tables);
        read.views.clone_from(&schema.views);
    }
    read
}

fn missing(table: &VirtualTable, words: &str) -> Missing {
    let content = table.content_table().map(Name::new).or_else(|| table.vocabulary_of());
    let Some(of) = content else {
        return Missing::Other(words.to_owned());
    };
    let relation = ["no such table: main.", "no such fts5 table: main."];
    let is_gone = relation
        .iter()
        .filter_map(|head| words.split_once(head))
        .any(|(_, name)| Name::new(name.trim()) == of);
    if is_gone {
        return Missing::Relation(of);
    }
    match words.split_once("no such column: T.") {
        Some((_, column)) => Missing::Column {
            of,
            column: Name::new(column.trim()),
        },
        None => Missing::Other(words.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect;

    fn found(sql: &str) -> Vec<String> {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(sql).unwrap();
        let live = introspect::read(&mut scratch).unwrap();
        let found = unreadable(&live.schema).unwrap();
        found
            .iter()
            .map(|(name, missing)| format!("{name}: {missing}"))
            .collect()
    }

    const DOCS: &str = "CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, \"odd name\" TEXT);
        CREATE TABLE keyed (k TEXT PRIMARY KEY, title TEXT) WITHOUT ROWID;
        CREATE VIEW titles AS SELECT id, title FROM docs;";

    #[test]
    fn what_can_be_read() {
        for search in [
            "fts5(TITLE, content='DOCS', content_rowid='ID')",
            "fts5(\"odd name\", content=docs)",
            "fts5(title, content=[titles], content_rowid=id)",
            "fts5(title)",
            "fts5(title, content='')",
            "rtree(id, x, y)",
        ] {
            let sql = format!(
                "{DOCS} CREATE VIRTUAL TABLE f USING {search}; CREATE VIRTUAL TABLE v USING fts5vocab(f, row);"
            );
            let is_rtree = search.starts_with("rtree");
            assert_eq!(found(&sql).len(), usize::from(is_rtree), "{search}: {:?}", found(&sql));
        }
    }

    #[test]
    fn what_cannot() {
        for (search, words) in [
            ("fts5(title, content='gone')", "f: it reads gone, which does not exist"),
            (
                "fts5(body, content='docs')",
                "f: it reads column body of docs, which does not exist",
            ),
            (
                "fts5(title, content='docs', content_rowid='no')",
                "f: it reads column no of docs, which does not exist",
            ),
            (
                "fts5(title, content='keyed')",
                "f: it reads column rowid of keyed, which does not exist",
            ),
            (
                "fts5(title, content='titles')",
                "f: it reads column rowid of titles, which does not exist",
            ),
            ("fts5vocab('gone', 'row')", "f: it reads gone, which does not exist"),
        ] {
            assert_eq!(
                found(&format!("{DOCS} CREATE VIRTUAL TABLE f USING {search};")),
                [words]
            );
        }
    }
}
