//! A table as a copy of it needs to know it.

use super::dump::name;
use crate::sql::keyword;

/// A table as a copy of it needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its CREATE statement.
    pub sql: String,
    /// True for a virtual table.
    pub is_virtual: bool,
    /// False WITHOUT ROWID.
    pub has_rowid: bool,
    /// The column that is another name of the rowid.
    pub alias: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Position in the primary key, from 1.
    pub key: i64,
    /// Generated, or a virtual table's own: cannot be inserted.
    pub is_computed: bool,
    /// NOT NULL.
    pub is_required: bool,
}

impl Table {
    /// What an INSERT of whole rows names, quoted: the columns, and behind them the rowid where no column is one and no
    /// column hides its names.
    pub fn inserted(&self) -> Vec<String> {
        let own = self.columns.iter().filter(|it| !it.is_computed);
        let names = own.map(|it| name(&it.name));
        names.chain(self.rowid().filter(|_| self.alias.is_none())).collect()
    }

    /// Of [`Table::inserted`], what tells a row from others; none where nothing does.
    pub fn identity(&self) -> Option<Vec<String>> {
        let key = || Some(self.key_columns().iter().map(|it| name(it)).collect());
        self.rowid()
            .map(|it| vec![it])
            .or_else(key)
            .filter(|it: &Vec<String>| !it.is_empty())
    }

    /// The columns of its primary key, in order.
    pub fn key_columns(&self) -> Vec<String> {
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key.into_iter().map(|column| column.name.clone()).collect()
    }

    /// The column that is the rowid, or a name of it that no column hides, quoted.
    pub(super) fn rowid(&self) -> Option<String> {
        let is_hidden = |alias: &str| self.columns.iter().any(|it| it.name.eq_ignore_ascii_case(alias));
        let free = || {
            keyword::free_rowid(is_hidden)
                .filter(|_| self.has_rowid)
                .map(str::to_owned)
        };
        self.alias.as_ref().map(|it| name(it)).or_else(free)
    }

    /// Its order where it has no rowid.
    pub(super) fn key(&self) -> String {
        let names: Vec<String> = self.key_columns().iter().map(|it| name(it)).collect();
        match names.is_empty() {
            true => "1".to_owned(),
            false => names.join(", "),
        }
    }
}
