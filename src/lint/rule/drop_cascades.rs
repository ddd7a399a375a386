//! drop-cascades: a DROP TABLE deletes or empties rows of other tables.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Rule, RuleKind};
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::lineage::Dropped;
use crate::schema::{Name, ReferentialAction, Schema, TriggerEvent, TriggerTiming};

/// A DROP TABLE of a table that others reference with an action.
pub(super) struct DropCascades;

const KIND: RuleKind = RuleKind {
    code: "drop-cascades",
    severity: Severity::Error,
    title: "a DROP TABLE deletes rows of other tables",
    explanation: "DROP TABLE first deletes every row of the table, and foreign keys do what they say: tables that reference it \
ON DELETE CASCADE lose their rows, those with SET NULL or SET DEFAULT their values. Creating the table anew under the same \
name brings none of that back, and `PRAGMA foreign_key_check` finds nothing wrong afterwards. On D1 foreign keys cannot be \
turned off: `PRAGMA foreign_keys = OFF` is ignored inside the transaction that every file runs in, and \
`defer_foreign_keys` does not stop actions.\n\n\
Change the table in the schema files instead and let `reconcile plan` write the migration: it copies the tables that \
reference it too, or guards their rows, and proves on scratch that none is lost. If the rows are meant to go, delete them in a \
statement of their own before.",
};

impl Rule for DropCascades {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let finding = |drop: &Dropped| {
            let statement = at.file.statements.get(drop.statement)?;
            // A table that holds nobody's rows deletes none.
            if drop.line.sources.is_empty() {
                return None;
            }
            let hit = hit(at.file, statement, drop);
            if hit.is_empty() {
                return None;
            }
            let rows = sentence(&hit);
            let remedy = match at.file.lineage.heir(&drop.name) {
                Some((name, _)) => format!(
                    "let `reconcile plan` write this: change {name} in the schema files, and delete the statements that rebuild it here"
                ),
                None => format!(
                    "drop the foreign keys to {} first, or delete those rows in a statement of their own",
                    drop.name
                ),
            };
            Some(KIND.at(at.file, statement, format!("DROP TABLE {}: {rows}", drop.name), remedy))
        };
        at.file.lineage.drops.iter().filter_map(finding).collect()
    }
}

/// What becomes of the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Loss {
    Deleted,
    Emptied(Vec<Name>, ReferentialAction),
}

/// `rows of a and b are deleted; c.x is set to NULL`
fn sentence(hit: &[(Name, Loss)]) -> String {
    let deleted = hit.iter().filter(|(_, loss)| *loss == Loss::Deleted);
    let deleted = list(deleted.map(|(table, _)| table.to_string()).collect());
    let emptied = |wanted: ReferentialAction| {
        let columns = hit.iter().filter_map(|(table, loss)| match loss {
            Loss::Emptied(columns, action) if *action == wanted => {
                let columns: Vec<&str> = columns.iter().map(Name::as_str).collect();
                Some(format!("{table}.{}", columns.join(", ")))
            }
            _ => None,
        });
        let columns: Vec<String> = columns.collect();
        let verb = if columns.len() > 1 { "become" } else { "becomes" };
        list(columns).map(|it| format!("{it} {verb}"))
    };
    let parts = [
        deleted.map(|it| format!("rows of {it} are deleted")),
        emptied(ReferentialAction::SetNull).map(|it| format!("{it} NULL")),
        emptied(ReferentialAction::SetDefault).map(|it| {
            format!(
                "{it} {}",
                if it.ends_with("become") {
                    "their defaults"
                } else {
                    "its default"
                }
            )
        }),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// `a, b and c`
fn list(mut words: Vec<String>) -> Option<String> {
    let last = words.pop()?;
    Some(if words.is_empty() {
        last
    } else {
        format!("{} and {last}", words.join(", "))
    })
}

/// The tables whose rows are hit and are not safe elsewhere, in the order in which they are reached.
fn hit(file: &File<'_>, statement: &Statement, drop: &Dropped) -> Vec<(Name, Loss)> {
    let Some(schema) = &statement.before else {
        return Vec::new();
    };
    let mut reached: BTreeMap<Name, Loss> = BTreeMap::new();
    let mut order = Vec::new();
    let mut open = vec![drop.name.clone()];
    while let Some(parent) = open.pop() {
        for child in schema.tables.values().filter(|it| it.name != drop.name) {
            for key in child
                .foreign_keys_to(&parent)
                .filter(|key| key.on_delete.is_destructive())
            {
                if reached.contains_key(&child.name) || is_guarded(schema, &child.name, key.on_delete) {
                    continue;
                }
                let loss = if key.on_delete == ReferentialAction::Cascade {
                    open.push(child.name.clone());
                    Loss::Deleted
                } else {
                    Loss::Emptied(key.columns.clone(), key.on_delete)
                };
                reached.insert(child.name.clone(), loss);
                order.push(child.name.clone());
            }
        }
    }
    let names: BTreeSet<&Name> = reached.keys().collect();
    let lost = |table: &Name| !is_safe(file, drop, table, &names);
    order
        .into_iter()
        .filter(lost)
        .filter_map(|table| Some((table.clone(), reached.get(&table)?.clone())))
        .collect()
}

/// `BEFORE DELETE … RAISE(IGNORE)`, by which a guarded rebuild keeps the rows of a child.
fn is_guarded(schema: &Schema, child: &Name, action: ReferentialAction) -> bool {
    schema.triggers.values().any(|trigger| {
        let event = match &trigger.event {
            TriggerEvent::Delete => action == ReferentialAction::Cascade,
            TriggerEvent::Update(_) => action != ReferentialAction::Cascade,
            TriggerEvent::Insert => false,
        };
        let raises = trigger.sql.mentions(&Name::new("RAISE")) && trigger.sql.mentions(&Name::new("IGNORE"));
        trigger.on == *child && trigger.timing == TriggerTiming::Before && event && raises
    })
}

/// True if no row of the table is lost: it holds none, they were copied elsewhere before, or all copies go in the end.
fn is_safe(file: &File<'_>, drop: &Dropped, table: &Name, hit: &BTreeSet<&Name>) -> bool {
    let Some(own) = drop.holders.get(table) else {
        return true;
    };
    own.iter().all(|origin| {
        let stays = file.lineage.heir(origin).is_some();
        let copied = drop.holders.iter().any(|(other, sources)| {
            other != table && *other != drop.name && !hit.contains(other) && sources.contains(origin)
        });
        !stays || copied
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    const BASE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, a);\n\
        CREATE TABLE posts (id INTEGER PRIMARY KEY, u REFERENCES users(id) ON DELETE CASCADE);\n\
        CREATE TABLE likes (p REFERENCES posts(id) ON DELETE SET NULL);\n";

    fn second(text: &str) -> Vec<String> {
        found("drop-cascades", &[("1.sql", BASE), ("2.sql", text)])
    }

    #[test]
    fn a_rebuild_of_a_parent() {
        let naive = "PRAGMA foreign_keys=OFF;\nCREATE TABLE n (id INTEGER PRIMARY KEY);\nINSERT INTO n SELECT id FROM users;\n\
            DROP TABLE users;\nALTER TABLE n RENAME TO users;\n";
        assert_eq!(
            second(naive),
            ["2.sql:4:12 error DROP TABLE users: rows of posts are deleted; likes.p becomes NULL"]
        );
        let away = "ALTER TABLE users RENAME TO old;\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n\
            INSERT INTO users SELECT id FROM old;\nDROP TABLE old;\n";
        assert_eq!(
            second(away),
            ["2.sql:4:12 error DROP TABLE old: rows of posts are deleted; likes.p becomes NULL"]
        );
    }

    #[test]
    fn what_keeps_the_rows() {
        for safe in [
            // Leaf first, all copied.
            "CREATE TABLE u2 (id INTEGER PRIMARY KEY); INSERT INTO u2 SELECT id FROM users;
             CREATE TABLE p2 (id INTEGER PRIMARY KEY, u REFERENCES u2(id) ON DELETE CASCADE); INSERT INTO p2 SELECT * FROM posts;
             CREATE TABLE l2 (p REFERENCES p2(id) ON DELETE SET NULL); INSERT INTO l2 SELECT * FROM likes;
             DROP TABLE likes; DROP TABLE posts; DROP TABLE users;
             ALTER TABLE u2 RENAME TO users; ALTER TABLE p2 RENAME TO posts; ALTER TABLE l2 RENAME TO likes;",
            // Guards.
            "CREATE TRIGGER g BEFORE DELETE ON posts BEGIN SELECT RAISE(IGNORE); END;
             CREATE TABLE n (id INTEGER PRIMARY KEY, a); INSERT INTO n SELECT * FROM users; DROP TABLE users;
             ALTER TABLE n RENAME TO users; DROP TRIGGER g;",
            // All of them go.
            "DROP TABLE users; DROP TABLE posts; DROP TABLE likes;",
            // A leaf.
            "CREATE TABLE n (p); INSERT INTO n SELECT p FROM likes; DROP TABLE likes; ALTER TABLE n RENAME TO likes;",
        ] {
            assert_eq!(second(safe), [""; 0], "{safe}");
        }
        let within = format!("{BASE} DROP TABLE users;");
        assert_eq!(
            found("drop-cascades", &[("1.sql", &within)]),
            [""; 0],
            "nothing is there yet"
        );
    }
}
