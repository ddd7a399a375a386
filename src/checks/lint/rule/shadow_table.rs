//! shadow-table: a migration drops what a virtual table is made of.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::ShadowTable,
    title: "a migration drops or changes the internal tables of a virtual table",
    explanation: "FTS5 and rtree store their contents in tables of their own (`posts_fts_data`, `posts_fts_idx`, …), \
which look like ordinary tables in `sqlite_schema`. Tools that compare schemas mistake them for leftovers and drop \
them. That destroys the virtual table: every statement on it fails, including those of its triggers, and it can \
hardly be dropped.\n\n\
Delete the statement. To remove the virtual table, drop it by its own name: its internal tables are dropped with it.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let finding = |it: &crate::lint::file::Statement| {
        let changes = matches!(it.verb, Verb::Drop { .. } | Verb::RenameTable { .. });
        let (schema, name) = (it.before.as_ref().filter(|_| changes)?, it.subject.as_ref()?);
        let owner = schema
            .virtual_tables
            .values()
            .find(|owner| owner.keeps(name) && !schema.tables.contains_key(name))?;
        let message = format!(
            "{name} is an internal table of the virtual table {}, which does not work without it",
            owner.name
        );
        let remedy = format!("delete the statement; DROP TABLE {} drops it too", owner.name);
        Some(KIND.at(at.file, it, message, remedy))
    };
    at.file.statements.iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn what_tools_take_for_leftovers() {
        let base = "CREATE TABLE t (a); CREATE TABLE f_old (a); CREATE VIRTUAL TABLE f USING fts5(a);";
        let of_table = found(
            "shadow-table",
            &[
                ("1.sql", base),
                ("2.sql", "DROP TABLE \"f_data\";\nDROP TABLE f_old;\n"),
            ],
        );
        assert_eq!(
            of_table,
            ["2.sql:1:12 error f_data is an internal table of the virtual table f, which does not work without it"]
        );
        assert_eq!(
            found("shadow-table", &[("1.sql", base), ("2.sql", "DROP TABLE f;")]),
            [""; 0]
        );
    }
}
