//! copy-order: a copy puts values into other columns.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::copies;
use crate::lint::select::Item;
use crate::schema::Name;

/// Columns that change places on the way.
pub(super) struct CopyOrder;

const KIND: RuleKind = RuleKind {
    code: "copy-order",
    severity: Severity::Error,
    title: "a copy puts values into other columns",
    explanation: "`INSERT INTO new SELECT * FROM old` fills the columns by position, not by name. Where the new table has its \
columns in another order, or a column in between, values land in columns that they were not meant for; SQLite \
converts what it can and says nothing.\n\n\
Write the columns out on both sides: `INSERT INTO new (a, b) SELECT a, b FROM old`.",
};

impl Rule for CopyOrder {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let mut found = Vec::new();
        for copy in copies(at.file) {
            let crossed = copy.pairs.iter().find_map(|(to, item)| match item {
                Item::Column(from)
                    if from != to && copy.into.column(from).is_some() && copy.from.column(to).is_some() =>
                {
                    Some((from, to))
                }
                _ => None,
            });
            let Some((from, to)) = crossed else { continue };
            // Whoever writes both lists out may mean it.
            let severity = if copy.is_listed {
                Severity::Warning
            } else {
                KIND.severity
            };
            let message = format!("{}.{from} is copied into {}.{to}", copy.from.name, copy.into.name);
            let names: Vec<&str> = copy
                .pairs
                .iter()
                .map(|(name, _)| name)
                .filter(|it| copy.from.column(it).is_some())
                .map(Name::as_str)
                .collect();
            let list = names.join(", ");
            let remedy = format!(
                "INSERT INTO {} ({list}) SELECT {list} FROM {}",
                copy.into.name, copy.from.name
            );
            found.push(at.file.at(copy.statement, KIND.code, severity, message, remedy));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("copy-order", files)
    }

    const BASE: (&str, &str) = ("1.sql", "CREATE TABLE t (a, b, c);");

    fn rebuilt(new: &str, copy: &str) -> String {
        format!("CREATE TABLE n ({new});\n{copy};\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n")
    }

    #[test]
    fn another_order() {
        let star = rebuilt("b, a, c", "INSERT INTO n SELECT * FROM t");
        assert_eq!(
            check(&[BASE, ("2.sql", &star)]),
            ["2.sql:2:13 error t.a is copied into n.b"]
        );
        let listed = rebuilt("a, b, c", "INSERT INTO n (a, b, c) SELECT a, c, b FROM t");
        assert_eq!(
            check(&[BASE, ("2.sql", &listed)]),
            ["2.sql:2:13 warning t.c is copied into n.b"]
        );
    }

    #[test]
    fn the_same_order_and_new_names() {
        for (new, copy) in [
            ("a, b, c", "INSERT INTO n SELECT * FROM t"),
            ("c, a", "INSERT INTO n (a, c) SELECT a, c FROM t"),
            ("a, b, d", "INSERT INTO n SELECT * FROM t"),
            ("a, b, c", "INSERT INTO n SELECT a, coalesce(b, c), c FROM t"),
        ] {
            assert_eq!(check(&[BASE, ("2.sql", &rebuilt(new, copy))]), [""; 0], "{new}: {copy}");
        }
    }
}
