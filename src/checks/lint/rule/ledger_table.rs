//! ledger-table: a migration changes the ledger, or what is D1's own.

use super::{At, Code, RuleKind};
use crate::ledger::{HISTORY_TABLE, OWN_TABLE};
use crate::lint::finding::Finding;
use crate::schema::Name;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::LedgerTable,
    title: "a migration changes tables that belong to wrangler, reconcile or D1",
    explanation: "`d1_migrations` says which files ran, and `_reconcile_ledger` and `_reconcile_history` what they were. If a file drops or \
changes them, wrangler and reconcile run files twice, or never. Tables whose names begin with `_cf_` belong to D1, \
which refuses every statement on them.\n\n\
Do not touch them. To mark a file as applied without running it, use `reconcile baseline`.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let is_own = |name: &Name| [OWN_TABLE, HISTORY_TABLE].iter().any(|it| *name == Name::new(*it));
    let is_foreign = |name: &Name| *name == at.history.ledger || name.has_prefix("_cf_") || is_own(name);
    let changes = |verb: &Verb| !matches!(verb, Verb::Other | Verb::Pragma { .. } | Verb::File { .. });
    let statements = at.file.statements.iter().filter(|it| changes(&it.verb));
    statements
        .filter_map(|it| {
            let own = it.subject.as_ref().filter(|name| is_foreign(name));
            let name = match (&it.verb, own) {
                (Verb::RenameTable { to }, None) if is_foreign(to) => to,
                // Files that others generate make sure that it is there: nothing happens.
                (Verb::Create { .. }, Some(name)) if *name == at.history.ledger => return None,
                (_, own) => own?,
            };
            let whose = if name.has_prefix("_cf_") {
                "D1"
            } else if is_own(name) {
                "reconcile"
            } else {
                "wrangler"
            };
            let message = format!("{name} belongs to {whose}");
            Some(KIND.at(
                at.file,
                it,
                message,
                "delete the statement; to mark files as applied, use `reconcile baseline`",
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn the_ledger_and_what_is_d1s() {
        let text = "DELETE FROM d1_migrations WHERE id > 3;\nCREATE TABLE _cf_x (a);\nDROP TABLE _reconcile_ledger;\n";
        assert_eq!(
            found("ledger-table", &[("1.sql", text)]),
            [
                "1.sql:1:13 error d1_migrations belongs to wrangler",
                "1.sql:2:14 error _cf_x belongs to D1",
                "1.sql:3:12 error _reconcile_ledger belongs to reconcile"
            ]
        );
        let fine = "CREATE TABLE IF NOT EXISTS d1_migrations (id); CREATE TABLE migrations (a); DELETE FROM sqlite_sequence WHERE name = 'x';";
        assert_eq!(found("ledger-table", &[("1.sql", fine)]), [""; 0]);
    }
}
