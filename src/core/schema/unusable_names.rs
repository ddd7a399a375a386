//! Stand-ins for column names that no query in FROM, and no view, can give.
//!
//! SQLite calls a result column that would be named TRUE or FALSE `column1`, quotes or not (sqlite3ColumnsFromExprList,
//! select.c). Outside of that query, the quoted name is then a column of nothing, and so a text.

use super::Name;
use super::column_refs::with_column;
use crate::sql::lexemes;

/// The columns of one table that are called so, each with the name to give it instead.
pub(crate) struct StandIns(Vec<(Name, Name)>);

impl StandIns {
    /// Those among these columns.
    pub(crate) fn among<'a>(columns: impl Iterator<Item = &'a Name>) -> Self {
        let columns: Vec<&Name> = columns.collect();
        let mut found: Vec<(Name, Name)> = Vec::new();
        for column in &columns {
            if is_lost(column) && !found.iter().any(|(name, _)| name == *column) {
                found.push(((*column).clone(), free(&format!("__{column}"), &columns)));
            }
        }
        Self(found)
    }

    /// The name under which a query gives this column.
    pub(crate) fn name(&self, column: &Name) -> Name {
        let found = self.0.iter().find(|(name, _)| name == column);
        found.map_or(column, |(_, instead)| instead).clone()
    }

    /// The expression over the columns of `table` with the stand-ins in it. `None` where a query in it may mean another
    /// table's column.
    pub(crate) fn expression(&self, text: &str, table: &Name) -> Option<String> {
        let all = lexemes(text);
        let used = self.0.iter().filter(|(name, _)| all.iter().any(|it| it.names(name)));
        let mut changed = text.to_owned();
        for (name, instead) in used {
            if all.iter().any(|it| it.is("SELECT")) {
                return None;
            }
            changed = with_column(&changed, table, name, &instead.quoted());
        }
        Some(changed)
    }
}

/// A name that begins like this one and that none of these columns has.
pub(crate) fn free(name: &str, columns: &[&Name]) -> Name {
    let mut free = Name::new(name);
    while columns.iter().any(|it| **it == free) {
        free = Name::new(format!("{free}_"));
    }
    free
}

fn is_lost(name: &Name) -> bool {
    ["true", "false"].iter().any(|it| *name == Name::new(*it))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_true_and_false_have_one() {
        let columns = ["a", "TRUE", "__true", "false"].map(Name::new);
        let found = StandIns::among(columns.iter());
        let given: Vec<String> = columns.iter().map(|it| found.name(it).to_string()).collect();
        assert_eq!(given, ["a", "__TRUE_", "__true", "__false"]);
    }

    #[test]
    fn expressions_read_the_stand_ins() {
        let columns = ["a", "true"].map(Name::new);
        let found = StandIns::among(columns.iter());
        let table = Name::new("t");
        let read = |text: &str| found.expression(text, &table);
        assert_eq!(
            read("t.\"true\" > a AND true <> 'true' || 1").unwrap(),
            "t.\"__true\" > a AND \"__true\" <> 'true' || 1"
        );
        assert_eq!(read("(SELECT a FROM u)").unwrap(), "(SELECT a FROM u)");
        assert_eq!(read("(SELECT \"true\" FROM u)"), None);
    }
}
