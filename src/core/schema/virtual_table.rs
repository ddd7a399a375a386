//! Virtual tables: FTS5, rtree and other modules.

use super::fts5::{self, Argument};
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
        if self.is_fts5() {
            let column = |argument: &String| match fts5::argument(argument)? {
                Argument::Column { name, .. } => Some(Name::new(name)),
                Argument::Option { .. } => None,
            };
            return self.arguments.iter().filter_map(column).collect();
        }
        if self.is_opaque() {
            return self.named_columns();
        }
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

    /// True if its rows are read from another table or view: FTS5 with external content, and the vocabulary of one.
    /// SQLite makes it without asking whether that one is there. <https://www.sqlite.org/fts5.html#the_fts5vocab_virtual_table_module>
    pub fn reads_another(&self) -> bool {
        self.content_table().is_some() || self.is_vocabulary()
    }

    /// The FTS5 table whose words a `fts5vocab` table shows.
    pub fn vocabulary_of(&self) -> Option<Name> {
        let table = self.arguments.iter().rev().nth(1).filter(|_| self.is_vocabulary())?;
        Some(Name::new(crate::sql::unquote(table.trim())))
    }

    /// True if the module's first column is its row number, as in rtree; FTS5 has a rowid beside its columns.
    pub fn has_rowid_column(&self) -> bool {
        self.module.has_prefix("rtree")
    }

    /// True for FTS3, FTS4 and FTS5, whose rows are texts by rowid.
    pub fn is_search(&self) -> bool {
        ["fts3", "fts4", "fts5"].iter().any(|it| self.module == Name::new(*it))
    }

    fn is_fts5(&self) -> bool {
        self.module == Name::new("fts5")
    }

    fn is_vocabulary(&self) -> bool {
        self.module == Name::new("fts5vocab")
    }

    fn is_option(&self, argument: &str) -> bool {
        self.module.has_prefix("fts") && argument.contains('=')
    }

    fn option(&self, name: &str) -> Option<String> {
        if self.is_fts5() {
            return self
                .arguments
                .iter()
                .find_map(|argument| match fts5::argument(argument)? {
                    Argument::Option { key, value } => (key == name).then_some(value),
                    Argument::Column { .. } => None,
                });
        }
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
