//! What a foreign key means beside its words.

use super::{ForeignKey, Name, ReferentialAction, Schema, Table};

impl ForeignKey {
    /// The parent's columns: those written, or the parent's primary key where none are.
    /// <https://www.sqlite.org/foreignkeys.html#fk_indexes>
    pub fn resolved_parent_columns(&self, parent: &Table) -> Vec<Name> {
        if !self.parent_columns.is_empty() {
            return self.parent_columns.clone();
        }
        parent.key_names().cloned().collect()
    }

    /// ` ON DELETE CASCADE ON UPDATE SET NULL`; empty where nothing is done.
    pub fn actions(&self) -> String {
        let all = [("DELETE", self.on_delete), ("UPDATE", self.on_update)];
        let written = all.iter().filter(|(_, action)| *action != ReferentialAction::NoAction);
        written
            .map(|(event, action)| format!(" ON {event} {}", action.sql()))
            .collect()
    }

    /// True if the parent has the columns and holds them unique. Otherwise every write that looks at the key fails
    /// with `foreign key mismatch`.
    pub fn fits(&self, parent: &Table) -> bool {
        let columns = self.resolved_parent_columns(parent);
        columns.len() == self.columns.len() && parent.is_key_unique(&columns)
    }
}

impl Schema {
    /// True if every foreign key of the table fits its parent. `PRAGMA foreign_key_check` fails on a table of which one
    /// does not, and so do writes to it.
    pub fn keys_fit(&self, table: &Table) -> bool {
        let fits = |key: &ForeignKey| self.tables.get(&key.parent).is_some_and(|parent| key.fits(parent));
        table.foreign_keys.iter().all(fits)
    }
}

impl ReferentialAction {
    /// As it is written.
    pub fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
            Self::Cascade => "CASCADE",
        }
    }
}
