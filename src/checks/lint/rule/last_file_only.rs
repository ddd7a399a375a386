//! What a schema is like, and not what happens to rows, is told only where the last file leaves it so.

use crate::diagnostic::Code;
use std::collections::{BTreeMap, BTreeSet};

use super::At;
use crate::diff;
use crate::lint::file::File;
use crate::lint::folder_replay::History;
use crate::lint::lineage::Value;
use crate::plan::{self, Facts, Hazard, Options};
use crate::schema::{Hints, Name, ObjectKind, Pair, Schema};
use crate::sql::Verb;

/// Hazards of a definition, whatever the rows.
const OF_DEFINITIONS: &[Code] = &[
    Code::ForeignKeyWithoutIndex,
    Code::MixedAffinity,
    Code::NeedlessAutoincrement,
    Code::DoubleQuotedString,
    Code::ConfusableName,
];

/// A hazard of a definition: code, object, column.
type Trait = (Code, Name, Option<Name>);

/// True if a later file adds the index, corrects the definition, or drops the table.
pub(super) fn is_put_right(at: &At<'_>, hazard: &Hazard) -> bool {
    if !OF_DEFINITIONS.contains(&hazard.code) {
        return false;
    }
    let history = at.history;
    if at.index + 1 == history.files.len() {
        return false;
    }
    let (mut object, mut column) = (hazard.object.name.clone(), hazard.column.clone());
    let mut index = at.index;
    let next = |object: &Name, index: usize| {
        let files = history.moves().get(object)?;
        let next = *files.get(files.partition_point(|it| *it <= index))?;
        Some((next, history.files.get(next)?))
    };
    while let Some((position, file)) = next(&object, index) {
        (object, column) = renamed(file, object, column);
        index = position;
    }
    !history.definitions().contains(&(hazard.code, object, column))
}

/// Positions of the files that may rename a table or a column of it, or put its rows into another table, by each name that
/// they use for it.
pub(in crate::checks::lint) fn moves(files: &[File<'_>]) -> BTreeMap<Name, Vec<usize>> {
    let mut moves: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        for statement in &file.statements {
            let named: Vec<&Name> = match &statement.verb {
                Verb::RenameTable { to } => vec![to],
                Verb::RenameColumn { .. }
                | Verb::Drop {
                    kind: ObjectKind::Table,
                } => Vec::new(),
                Verb::Insert { query: Some(query), .. } | Verb::Create { query: Some(query), .. } => {
                    query.reads.iter().collect()
                }
                _ => continue,
            };
            for name in named.into_iter().chain(&statement.subject) {
                moves.entry(name.clone()).or_default().push(index);
            }
        }
    }
    moves
}

/// What a table and its column are called after a file.
fn renamed(file: &File<'_>, table: Name, column: Option<Name>) -> (Name, Option<Name>) {
    let Some((heir, line)) = file.lineage.heir(&table) else {
        return (table, column);
    };
    let column = column.map(|column| {
        let columns = file.after.tables.get(heir).map(|it| it.columns.as_slice());
        let holds = |name: &&Name| line.value(name) == Value::Column(column.clone());
        let names = columns.unwrap_or_default().iter().map(|it| &it.name);
        names
            .clone()
            .find(|it| **it == column)
            .or_else(|| names.clone().find(holds))
            .cloned()
            .unwrap_or(column)
    });
    (heir.clone(), column)
}

/// What the definitions of a schema are told for, as if they all came at once.
pub(in crate::checks::lint) fn of_definitions(history: &History<'_>) -> BTreeSet<Trait> {
    let Some(end) = history.end() else {
        return BTreeSet::new();
    };
    let nothing = Schema::default();
    let diff = diff::compare(&nothing, end, &Hints::default());
    let schemas = Pair {
        from: &nothing,
        to: end,
    };
    let Ok(plan) = plan::build(&diff, schemas, &Facts::default(), &Options::default()) else {
        return BTreeSet::new();
    };
    let hazards = plan.all_hazards().filter(|it| OF_DEFINITIONS.contains(&it.code));
    hazards
        .map(|it| (it.code, it.object.name.clone(), it.column.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::all;

    fn codes(files: &[(&str, &str)]) -> Vec<String> {
        let found = all(files);
        found
            .iter()
            .filter_map(|it| Some(it.split(' ').nth(2)?.to_owned()))
            .collect()
    }

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p(id));",
    );

    #[test]
    fn d13_an_index_that_a_later_file_adds() {
        assert_eq!(codes(&[BASE]), ["foreign-key-without-index"]);
        let other = ("2.sql", "CREATE TABLE o (a);");
        assert_eq!(codes(&[BASE, other]), ["foreign-key-without-index"]);
        assert_eq!(codes(&[BASE, other, ("3.sql", "CREATE INDEX c_p ON c (p);")]), [""; 0]);
        let renamed = "ALTER TABLE c RENAME TO d; ALTER TABLE d RENAME p TO q; CREATE INDEX d_q ON d (q);";
        let left = codes(&[BASE, ("2.sql", renamed)]);
        assert!(!left.contains(&"foreign-key-without-index".to_owned()), "{left:?}");
        let renamed = "ALTER TABLE c RENAME TO d; ALTER TABLE d RENAME p TO q;";
        let left = codes(&[BASE, ("2.sql", renamed)]);
        assert!(left.contains(&"foreign-key-without-index".to_owned()), "{left:?}");
    }

    #[test]
    fn d13_a_table_that_a_later_file_drops() {
        assert_eq!(codes(&[BASE, ("2.sql", "DROP TABLE c;")]), ["drop-table"]);
        let counted = (
            "1.sql",
            "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);",
        );
        assert_eq!(codes(&[counted]), ["needless-autoincrement"]);
        assert_eq!(codes(&[counted, ("2.sql", "DROP TABLE a;")]), ["drop-table"]);
    }
}
