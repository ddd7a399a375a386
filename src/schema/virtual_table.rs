//! Virtual tables: FTS5, rtree and other modules.

use super::{Name, Sql};

/// A virtual table. `==` compares module and arguments.
#[derive(Debug, Clone)]
pub struct VirtualTable {
    /// Its name.
    pub name: Name,
    /// The module (`fts5`, `rtree`, …).
    pub module: Name,
    /// The module's arguments as written, one per comma.
    pub arguments: Vec<String>,
    /// The whole CREATE VIRTUAL TABLE statement as SQLite stores it.
    pub sql: Sql,
}

impl VirtualTable {
    /// Names of the columns, as far as the module's arguments tell: all of them for FTS5 and rtree.
    pub fn column_names(&self) -> Vec<Name> {
        let first_word = |argument: &String| {
            let argument = argument.trim();
            let quote = argument.chars().next()?;
            let close = match quote {
                '"' | '`' | '\'' => quote,
                '[' => ']',
                _ => return argument.split_whitespace().next().map(Name::new),
            };
            let rest = argument.get(1..)?;
            Some(Name::new(rest.get(..rest.find(close)?)?))
        };
        self.arguments
            .iter()
            .filter(|argument| !self.is_option(argument))
            .filter_map(first_word)
            .collect()
    }

    /// The `content=` table of an FTS5 table with external content.
    /// <https://www.sqlite.org/fts5.html#external_content_tables>
    pub fn content_table(&self) -> Option<String> {
        self.option("content").filter(|value| !value.is_empty())
    }

    /// True for an FTS5 table with `content=''`: it cannot give back what was put in.
    pub fn is_contentless(&self) -> bool {
        self.option("content").is_some_and(|value| value.is_empty())
    }

    /// True if the module's first column is its row number, as in rtree; FTS5 has a rowid beside its columns.
    pub fn has_rowid_column(&self) -> bool {
        self.module.has_prefix("rtree")
    }

    fn is_option(&self, argument: &str) -> bool {
        self.module.has_prefix("fts") && argument.contains('=')
    }

    fn option(&self, name: &str) -> Option<String> {
        if !self.module.has_prefix("fts") {
            return None;
        }
        self.arguments.iter().find_map(|argument| {
            let (key, value) = argument.split_once('=')?;
            let value = value.trim().trim_matches(['\'', '"', '`', '[', ']']);
            key.trim().eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    }
}
