//! Virtual tables of modules that SQLite here does not have (`vec0`, …): what takes their place where statements are tried,
//! and the tables that such a module keeps.
//!
//! Where only the application can make the table, scratch databases get an ordinary one with the columns that its arguments
//! name. The original statement is in a comment of its text, which SQLite keeps through renames.

use super::read::{self};
use super::unusable_names::free;
use super::{Name, Object, VirtualTable};
use crate::sql::{Cursor, Lexeme, Token, TokenKind, cut, lexemes};

/// Modules of the SQLite that is compiled in, by which CREATE VIRTUAL TABLE can make a table.
const MODULES: &[&str] = &[
    "fts3",
    "fts3tokenize",
    "fts4",
    "fts4aux",
    "fts5",
    "fts5vocab",
    "rtree",
    "rtree_i32",
    "dbstat",
];

/// Columns that a module adds and hides, by module: sqlite-vec's are used by every search.
const HIDDEN: &[(&str, &[&str])] = &[("vec0", &["distance", "k"])];

/// Ends of the names of the tables that a module keeps, without a number at the end.
const KEPT: &[(&str, &[&str])] = &[
    ("fts5", &["data", "idx", "content", "docsize", "config"]),
    ("fts4", &["content", "segments", "segdir", "docsize", "stat"]),
    ("fts3", &["content", "segments", "segdir", "docsize", "stat"]),
    ("rtree", &["node", "parent", "rowid"]),
    ("rtree_i32", &["node", "parent", "rowid"]),
    (
        "vec0",
        &[
            "info",
            "chunks",
            "rowids",
            "vector_chunks",
            "auxiliary",
            "metadatachunks",
            "metadatatext",
        ],
    ),
    ("vss0", &["index", "data"]),
    ("spellfix1", &["vocab"]),
];

/// What comes before the original, in hexadecimal digits.
const MARK: &str = "/*reconcile: in place of ";

impl VirtualTable {
    /// True if SQLite here does not have its module: nothing can be read from it, and only the application can create and
    /// drop it.
    pub fn is_opaque(&self) -> bool {
        !MODULES.iter().any(|it| self.module == Name::new(*it))
    }

    /// True if its module keeps a table of this name for it. Of a module that nobody knows here, any that begins like the
    /// virtual table may be one. <https://www.sqlite.org/vtab.html#the_xshadowname_method>
    pub fn keeps(&self, table: &Name) -> bool {
        let folded = table.folded();
        let end = folded
            .strip_prefix(&self.name.folded())
            .and_then(|it| it.strip_prefix('_'));
        let Some(end) = end else { return false };
        let known = KEPT.iter().find(|(module, _)| self.module == Name::new(*module));
        match known {
            Some((_, ends)) => ends.contains(&end.trim_end_matches(|it: char| it.is_ascii_digit())),
            None => self.is_opaque(),
        }
    }

    /// The columns that the arguments of an unknown module name: `embedding float[4]`, but not `chunk_size=8`.
    pub(super) fn named_columns(&self) -> Vec<Name> {
        let named = self.arguments.iter().filter_map(|argument| {
            let all = lexemes(argument);
            let words: &[Lexeme<'_>] = match all.first() {
                // A column of sqlite-vec that is kept beside the others.
                Some(first) if first.is_mark("+") => all.get(1..)?,
                _ => &all,
            };
            let name = words.first()?;
            let is_name = matches!(name.kind, TokenKind::Word | TokenKind::QuotedName);
            let is_option = words.get(1).is_some_and(|it| it.is_mark("="));
            (is_name && !is_option).then(|| Name::new(name.unquoted()))
        });
        named.collect()
    }

    fn hidden_columns(&self) -> impl Iterator<Item = Name> + '_ {
        let of = HIDDEN.iter().find(|(module, _)| self.module == Name::new(*module));
        of.into_iter().flat_map(|it| it.1).map(|it| Name::new(*it))
    }

    /// The columns of the ordinary table that takes its place. INSERT without a list of columns gives none to the hidden ones.
    fn substituted_columns(&self) -> String {
        let mut names: Vec<Name> = Vec::new();
        for name in self.named_columns() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut parts: Vec<String> = names.iter().map(Name::quoted).collect();
        if parts.is_empty() {
            let name = free("value", &[]);
            parts.push(name.quoted());
            names.push(name);
        }
        let hidden = self.hidden_columns().filter(|it| !names.contains(it));
        parts.extend(hidden.map(|it| format!("{} AS (NULL)", it.quoted())));
        parts.join(", ")
    }
}

/// The statement of an ordinary table in place of one that creates a virtual table of an unknown module.
pub(crate) fn substitute(sql: &str) -> Option<String> {
    let mut words = cut(sql).filter(|token| !token.is_trivia());
    let (create, kind) = (words.next()?, words.next()?);
    let is = |token: &Token, word: &str| token.text(sql).eq_ignore_ascii_case(word);
    if !is(&create, "CREATE") || !is(&kind, "VIRTUAL") {
        return None;
    }
    let whole = sql.get(create.range.start..)?.trim_end().trim_end_matches(';');
    let all = lexemes(whole);
    let Object::VirtualTable(table) = read::object("table", whole).ok()? else {
        return None;
    };
    if !table.is_opaque() {
        return None;
    }
    let mut cursor = Cursor::new(whole, &all);
    cursor.create(&["VIRTUAL", "TABLE"], "VIRTUAL TABLE").ok()?;
    let end = cursor.qualified_name().ok()?.range.end;
    let head = whole.get(all.get(1)?.end()..end)?;
    let tail: String = whole.get(end..)?.bytes().map(|it| format!("{it:02x}")).collect();
    Some(format!("CREATE{head} {MARK}{tail}*/ ({})", table.substituted_columns()))
}

/// The statement in whose place a stored one is: that of the virtual table, under the name that it has now.
pub(crate) fn original(stored: &str) -> Option<String> {
    let (head, rest) = stored.strip_prefix("CREATE TABLE ")?.split_once(MARK)?;
    let digits = rest.split_once("*/")?.0.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let tail: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    let tail = String::from_utf8(tail?).ok()?;
    Some(format!("CREATE VIRTUAL TABLE {}{tail}", head.trim_end()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    fn table(sql: &str) -> VirtualTable {
        match read::object("table", sql).unwrap() {
            Object::VirtualTable(table) => table,
            _ => unreachable!(),
        }
    }

    #[test]
    fn b12_the_list_of_modules_is_what_sqlite_here_has() {
        let connection = Connection::open_in_memory().unwrap();
        for module in MODULES.iter().chain(&["vec0", "vss0", "spellfix1", "csv", "geopoly"]) {
            let made = connection.execute_batch(&format!("CREATE VIRTUAL TABLE temp.x USING {module}(a, b, c)"));
            let is_absent = made.is_err_and(|it| it.to_string().contains("no such module"));
            let statement = format!("CREATE VIRTUAL TABLE x USING {module}(a)");
            assert_eq!(table(&statement).is_opaque(), is_absent, "{module}");
            connection.execute_batch("DROP TABLE IF EXISTS x").unwrap();
        }
    }

    #[test]
    fn b12_an_ordinary_table_takes_the_place_and_says_what_it_stands_for() {
        let sql = "-- docs\ncreate virtual table if not exists \"my items\" using vec0(item_id integer primary key, \
                   embedding float[4] distance_metric=cosine, genre text partition key, +\"the text\" text, chunk_size=8 /* ü */);";
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(&substitute(sql).unwrap()).unwrap();
        connection
            .execute_batch(
                "INSERT INTO \"my items\" VALUES (1, 2, 3, 4); SELECT rowid, distance FROM \"my items\" WHERE k = 5",
            )
            .unwrap();
        let stored = || -> String {
            let row = connection.query_row("SELECT sql FROM sqlite_schema", [], |row| row.get(0));
            row.unwrap()
        };
        let tail = sql.split_once("items\"").unwrap().1.trim_end_matches(';');
        let written = |name: &str| format!("CREATE VIRTUAL TABLE {name}{tail}");
        assert_eq!(original(&stored()).unwrap(), written("\"my items\""));
        connection
            .execute_batch("ALTER TABLE \"my items\" RENAME TO items")
            .unwrap();
        assert_eq!(original(&stored()).unwrap(), written("\"items\""));
    }

    #[test]
    fn b12_statements_of_known_modules_and_others_are_left_as_they_are() {
        for sql in [
            "CREATE VIRTUAL TABLE f USING fts5(a)",
            "CREATE TABLE vec0 (a)",
            "SELECT 'CREATE VIRTUAL TABLE f USING vec0(a)'",
            "CREATE VIRTUAL TABLE f",
        ] {
            assert_eq!(substitute(sql), None, "{sql}");
        }
        assert_eq!(original("CREATE TABLE t (a)"), None);
    }

    #[test]
    fn b12_columns_that_arguments_name() {
        let columns = |arguments: &str| {
            let found = table(&format!("CREATE VIRTUAL TABLE x USING {arguments}")).column_names();
            found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            columns("vss0(headline(384), [the body](384) factory='Flat')"),
            "headline the body"
        );
        assert_eq!(columns("csv(filename='a, b.csv', header=yes)"), "");
        assert_eq!(columns("spellfix1"), "");
        assert_eq!(columns("define((SELECT 1))"), "");
    }

    #[test]
    fn b12_tables_that_a_module_keeps() {
        let keeps = |module: &str, name: &str| {
            table(&format!("CREATE VIRTUAL TABLE Items USING {module}(a)")).keeps(&Name::new(name))
        };
        for name in [
            "items_chunks",
            "ITEMS_rowids",
            "items_vector_chunks00",
            "items_metadatatext01",
            "items_info",
        ] {
            assert!(keeps("vec0", name), "{name}");
        }
        for name in ["items", "items_tags", "item_chunks", "itemschunks"] {
            assert!(!keeps("vec0", name), "{name}");
        }
        assert!(keeps("my_module", "items_anything") && !keeps("my_module", "other"));
        assert!(keeps("fts5", "items_data") && !keeps("fts5", "items_other"));
    }
}
