//! What `renamed-from` directives say together: no two may claim the same old name, and names may not go in a circle.

use std::ops::Range;
use std::sync::Arc;

use crate::desired::source::{SourceFile, place};
use crate::desired::{Error, Location, Second};
use crate::schema::{Name, Schema};

/// One `renamed-from`.
pub(super) struct Claim {
    /// The table that it stands in, for a column.
    pub(super) table: Option<Name>,
    /// The name from now on.
    pub(super) new: Name,
    /// The name before.
    pub(super) old: Name,
    /// Index of its file.
    pub(super) file: usize,
    /// The directive, in bytes of the file.
    pub(super) range: Range<usize>,
}

impl Claim {
    fn is_beside(&self, other: &Self) -> bool {
        self.table == other.table
    }

    fn place<'a>(&self, files: &'a [SourceFile]) -> Option<(Location, &'a Arc<str>)> {
        let file = files.get(self.file)?;
        Some((place(file, self.range.clone()), &file.text))
    }
}

/// The first two directives that contradict each other.
pub(super) fn check(files: &[SourceFile], claims: &[Claim], schema: &Schema) -> Result<(), Error> {
    for (index, claim) in claims.iter().enumerate() {
        let mut earlier = claims.iter().take(index);
        if let Some(first) = earlier.find(|it| it.is_beside(claim) && it.old == claim.old) {
            return Err(twice(files, first, claim));
        }
    }
    let is_rowid = |claim: &Claim, name: &Name| {
        let table = claim.table.as_ref().and_then(|name| schema.tables.get(name));
        table.is_some_and(|table| table.has_rowid_called(name))
    };
    for claim in claims {
        if let Some(name) = [&claim.old, &claim.new].into_iter().find(|it| is_rowid(claim, it)) {
            return Err(rowid(files, claim, name));
        }
    }
    for claim in claims {
        if let Some(circle) = circle(claims, claim) {
            return Err(swapped(files, &circle));
        }
    }
    Ok(())
}

fn rowid(files: &[SourceFile], claim: &Claim, name: &Name) -> Error {
    let message = format!("SQLite cannot rename a column from or to {name}, which is an alias of the rowid");
    let help = format!(
        "declare {} as a new column with `-- reconcile: backfill {}`, and remove the old one",
        claim.new,
        claim.old.quoted()
    );
    match claim.place(files) {
        Some((location, text)) => Error::at(location, text, message, Some(help)),
        None => Error::Scratch(message),
    }
}

/// The last one would win and take all rows.
fn twice(files: &[SourceFile], first: &Claim, second: &Claim) -> Error {
    let what = what(second, &[&first.new, &second.new]);
    let (values, help) = match second.table {
        Some(_) => (
            "values",
            "keep one of the directives; fill the other column with `backfill`",
        ),
        None => (
            "rows",
            "keep one of the directives; fill the other table in a migration: `reconcile new NAME`",
        ),
    };
    let message = format!(
        "{what} are both renamed from {}, but only one can get its {values}",
        second.old
    );
    at(files, second, first, "the first one", message, help)
}

fn swapped(files: &[SourceFile], circle: &[&Claim]) -> Error {
    let names: Vec<&Name> = circle.iter().map(|it| &it.new).collect();
    let (Some(first), Some(last)) = (circle.first(), circle.last()) else {
        return Error::Scratch("a circle of names without a name".to_owned());
    };
    let what = what(first, &names);
    let message =
        format!("{what} swap their names, which directives cannot declare: a second run would swap them back");
    let help = "use two plans: first give one of them a temporary name and apply, then its final name; delete the \
                directives afterwards";
    at(files, first, last, "and back", message, help)
}

fn at(files: &[SourceFile], first: &Claim, second: &Claim, label: &str, message: String, help: &str) -> Error {
    let (Some((location, text)), Some((also, other))) = (first.place(files), second.place(files)) else {
        return Error::Scratch(message);
    };
    let second = Second {
        location: also,
        label: label.to_owned(),
        text: Arc::clone(other),
    };
    Error::at(location, text, message, Some(help.to_owned())).and(second)
}

/// `tables a and b`, `columns a, b and c of table t`.
fn what(claim: &Claim, names: &[&Name]) -> String {
    let names: Vec<&str> = names.iter().map(|it| it.as_str()).collect();
    let names = match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    };
    match &claim.table {
        Some(table) => format!("columns {names} of table {table}"),
        None => format!("tables {names}"),
    }
}

/// The directives that lead from `start` back to it. A name that only changes its case leads nowhere.
fn circle<'a>(claims: &'a [Claim], start: &'a Claim) -> Option<Vec<&'a Claim>> {
    let mut path = vec![start];
    let mut last = start;
    // No path is longer than there are directives.
    for _ in claims {
        if last.old == start.new {
            return (path.len() > 1).then_some(path);
        }
        last = claims.iter().find(|it| it.is_beside(start) && it.new == last.old)?;
        path.push(last);
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::path::Path;

    use crate::desired::parse_sql;

    fn said(sql: &str) -> String {
        match parse_sql(Path::new("s.sql"), sql) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn columns() {
        let columns = |lines: &[&str]| said(&format!("CREATE TABLE t (\n{}\n);", lines.join("\n")));
        assert_eq!(
            columns(&["a, -- reconcile: renamed-from x", "b -- reconcile: renamed-from \"X\""]),
            "s.sql:3: columns a and b of table t are both renamed from X, but only one can get its values"
        );
        assert_eq!(
            columns(&["a, -- reconcile: renamed-from b", "b -- reconcile: renamed-from A"]),
            "s.sql:2: columns a and b of table t swap their names, which directives cannot declare: a second run \
             would swap them back"
        );
        assert!(
            columns(&[
                "x, -- reconcile: renamed-from a",
                "a, -- reconcile: renamed-from b",
                "b, -- reconcile: renamed-from c",
                "c -- reconcile: renamed-from a"
            ])
            .contains("columns x and c of table t are both renamed from a")
        );
        assert!(
            columns(&[
                "a, -- reconcile: renamed-from b",
                "b, -- reconcile: renamed-from c",
                "c -- reconcile: renamed-from a"
            ])
            .contains("columns a, b and c of table t swap their names")
        );
        assert_eq!(
            columns(&[
                "a, -- reconcile: renamed-from A",
                "b, -- reconcile: renamed-from c",
                "c -- reconcile: renamed-from d"
            ]),
            ""
        );
    }

    #[test]
    fn names_of_the_rowid() {
        let table = |name: &str, options: &str| {
            said(&format!(
                "CREATE TABLE t (\nid TEXT PRIMARY KEY,\na -- reconcile: renamed-from {name}\n){options};"
            ))
        };
        assert_eq!(
            table("OID", ""),
            "s.sql:3: SQLite cannot rename a column from or to OID, which is an alias of the rowid"
        );
        for name in ["oid", "rowid", "_rowid_"] {
            assert_eq!(table(name, " WITHOUT ROWID"), "");
        }
    }

    #[test]
    fn tables() {
        let tables = |names: &[(&str, &str)]| {
            let sql = names.iter().map(|(new, old)| {
                format!("-- reconcile: renamed-from {old}\nCREATE TABLE {new} (a, b -- reconcile: renamed-from c\n);\n")
            });
            said(&sql.collect::<String>())
        };
        assert_eq!(
            tables(&[("t", "x"), ("u", "x")]),
            "s.sql:4: tables t and u are both renamed from x, but only one can get its rows"
        );
        assert!(tables(&[("t", "u"), ("u", "t")]).starts_with("s.sql:1: tables t and u swap their names"));
        assert_eq!(tables(&[("t", "T"), ("u", "v"), ("v", "w")]), "");
    }
}
