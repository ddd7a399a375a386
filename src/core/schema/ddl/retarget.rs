//! The same table under another name, referencing other tables.

use std::collections::BTreeMap;

use crate::schema::Name;
use crate::schema::column_refs;
use crate::schema::read::{Role, table};
use crate::sql::{Edits, Lexeme, lexemes};

/// `create_table_sql` with `new_name` as the table's name and each REFERENCES target replaced as `references` says.
///
/// Expressions that qualify a column with the old name follow. A self-reference follows only if `references` has the
/// table's own name. Text that cannot be read is returned as it is.
pub fn retarget(create_table_sql: &str, new_name: &Name, references: &BTreeMap<Name, Name>) -> String {
    let Ok(text) = table::parse(create_table_sql) else {
        return create_table_sql.to_owned();
    };
    let all = lexemes(create_table_sql);
    let mut edits = Edits::default();
    for mark in &text.marks {
        match &mark.role {
            Role::Table => edits.replace(mark.range.clone(), new_name.written()),
            Role::Parent(parent) => {
                if let Some(target) = references.get(parent) {
                    edits.replace(mark.range.clone(), target.written());
                }
            }
            Role::Expression => {
                for range in column_refs::qualifiers(within(&all, &mark.range), &text.table.name) {
                    edits.replace(range, new_name.written());
                }
            }
            Role::Column(_) | Role::ParentColumn { .. } => {}
        }
    }
    edits.apply(create_table_sql)
}

/// The lexemes that lie in `range`.
pub(crate) fn within<'s, 'a>(all: &'s [Lexeme<'a>], range: &std::ops::Range<usize>) -> &'s [Lexeme<'a>] {
    let first = all.partition_point(|it| it.start < range.start);
    let last = all.partition_point(|it| it.start < range.end);
    all.get(first..last).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retargeted(sql: &str) -> String {
        let references = [("p", "p new"), ("t", "_reconcile_new_t")];
        let references = references.map(|(from, to)| (Name::new(from), Name::new(to))).into();
        retarget(sql, &Name::new("_reconcile_new_t"), &references)
    }

    #[test]
    fn names_change_and_nothing_else() {
        assert_eq!(
            retargeted(
                "CREATE TABLE t ( -- t references p\n  t TEXT DEFAULT 't' CHECK (t.t > 'p' AND [T]. t <> p),\n  \
                 p REFERENCES P(p) ON DELETE CASCADE,\n  q REFERENCES q, self REFERENCES `t`,\n  \
                 g AS (\"T\".t),\n  FOREIGN KEY (p, q) REFERENCES 'p' )"
            ),
            "CREATE TABLE _reconcile_new_t ( -- t references p\n  t TEXT DEFAULT 't' CHECK (_reconcile_new_t.t > 'p' AND \
             _reconcile_new_t. t <> p),\n  p REFERENCES \"p new\"(p) ON DELETE CASCADE,\n  q REFERENCES q, self REFERENCES \
             _reconcile_new_t,\n  g AS (_reconcile_new_t.t),\n  FOREIGN KEY (p, q) REFERENCES \"p new\" )"
        );
    }

    #[test]
    fn a_schema_before_the_name_stays() {
        assert_eq!(
            retargeted("CREATE TABLE IF NOT EXISTS main.\"t\"(a)"),
            "CREATE TABLE IF NOT EXISTS main._reconcile_new_t(a)"
        );
    }

    #[test]
    fn what_cannot_be_read_stays() {
        assert_eq!(retargeted("CREATE TABLE t AS SELECT 1"), "CREATE TABLE t AS SELECT 1");
        assert_eq!(retargeted("nonsense"), "nonsense");
    }
}
