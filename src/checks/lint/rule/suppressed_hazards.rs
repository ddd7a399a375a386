//! Hazards of a plan that the statements of a file settle, or that a rule of lint tells better.

use super::check_implication::is_widened;
use crate::diagnostic::Code;
use crate::lint::file::{File, Statement};
use crate::lint::lineage::{Line, Value};
use crate::plan::{Hazard, Question};
use crate::schema::{Column, Name, ObjectKind, Sql, Table};
use crate::sql::{Cursor, Verb, lexemes};

/// True for a hazard that there is no need to tell.
pub(super) fn is_told(file: &File<'_>, hazard: &Hazard) -> bool {
    let name = &hazard.object.name;
    if is_anew(file, name) && hazard.object.kind == ObjectKind::Table {
        return true;
    }
    match hazard.code {
        // A matter of how reconcile itself would write it; and what is left without a parent is told after the file.
        Code::DropReferencedTable | Code::VolatileBackfill => true,
        Code::RewritesTable => file.lineage.rebuild_of(name).is_none(),
        // Its rows are in another table now.
        Code::DropTable => file.lineage.heir(name).is_some(),
        Code::BackfillLeavesNull => hazard
            .column
            .as_ref()
            .is_some_and(|it| !may_become_null(file, name, it)),
        // The drop next to it is told, with the rename as its remedy.
        Code::PossibleRename => true,
        // It has its values under the name of a column that was dropped, which is told at that statement.
        Code::DropColumn => hazard.column.as_ref().is_some_and(|it| is_renamed(file, name, it)),
        // There is nothing to convert, or its author says how.
        Code::LossyConversion | Code::UnconvertedText => {
            let column = hazard.column.as_ref();
            let made = |it: &Name| matches!(value(file, name, it), Some(Value::New | Value::Expression(_)));
            column.is_some_and(made)
        }
        // Only rows can tell.
        Code::FailingExpression => true,
        Code::AddNotNull => hazard
            .column
            .as_ref()
            .is_some_and(|column| is_never_null(file, name, column)),
        Code::AddCheck => holds_already(file, hazard),
        Code::AddUnique => cannot_clash(file, hazard),
        Code::AddForeignKey => refers_to_made_values(file, hazard),
        Code::DropIndex => !is_dropped(file, name) || is_replaced(file, name),
        // A rebuild that takes it along and does not bring it back.
        Code::DropView => !is_dropped(file, name),
        _ => false,
    }
}

/// True if the table is another one than before, of the same name and without its rows: none of them can break anything.
fn is_anew(file: &File<'_>, table: &Name) -> bool {
    let line = file.lineage.tables.get(table);
    file.before.tables.contains_key(table) && line.is_some_and(|it| it.origin.is_none() && !it.sources.contains(table))
}

/// True if a statement drops an object of this name.
fn is_dropped(file: &File<'_>, name: &Name) -> bool {
    let drops = |it: &Statement| matches!(it.verb, Verb::Drop { .. }) && it.subject.as_ref() == Some(name);
    file.statements.iter().any(drops)
}

/// True if another index or key finds the rows that this one found.
fn is_replaced(file: &File<'_>, index: &Name) -> bool {
    let Some(index) = file.before.index(index) else {
        return false;
    };
    let columns: Option<Vec<Name>> = index.columns.iter().map(|it| it.plain().cloned()).collect();
    let table = file.after.tables.get(&index.table);
    columns
        .zip(table)
        .is_some_and(|(columns, table)| table.has_index_on(&columns))
}

/// True if an UPDATE gives the column values.
fn is_filled(file: &File<'_>, table: &Name, column: &Name) -> bool {
    file.statements.iter().any(|it| {
        it.subject.as_ref() == Some(table)
            && matches!(&it.verb, Verb::Update { columns, .. } if columns.contains(column))
    })
}

/// What the final table's column holds in rows that were there.
fn value(file: &File<'_>, table: &Name, column: &Name) -> Option<Value> {
    Some(file.lineage.tables.get(table)?.value(column))
}

/// True if ALTER TABLE gave a column of the table another name, and it still has it.
fn is_renamed(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let line = file.lineage.tables.get(table).filter(|it| it.origin.is_some());
    let columns = file.after.tables.get(table).map_or(&[] as &[Column], |it| &it.columns);
    let is_it = |line: &Line| {
        columns
            .iter()
            .any(|it| line.value(&it.name) == Value::Column(column.clone()))
    };
    line.is_some_and(is_it)
}

/// True if the column is NULL in every row, since it came with this file.
fn is_empty(file: &File<'_>, table: &Table, column: &Name) -> bool {
    let column = table
        .column(column)
        .filter(|it| it.default.is_none() && it.generated.is_none());
    column.is_some_and(|it| {
        value(file, &table.name, &it.name) == Some(Value::New) && !is_filled(file, &table.name, &it.name)
    })
}

/// True if a copy or an UPDATE makes the values, whose author has thought of NULL; or they come from a column without one.
fn is_never_null(file: &File<'_>, table: &Name, column: &Name) -> bool {
    match value(file, table, column) {
        Some(Value::Expression(_)) => true,
        Some(Value::Column(from)) => is_filled(file, table, &from) || is_required(file, table, &from),
        Some(Value::New) | None => false,
    }
}

/// True if a copy makes the values of the column so that NULL comes of rows that have some: columns put together, a query that
/// may find nothing, CASE without ELSE. A column or a function of one is NULL where that one was.
fn may_become_null(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let (Some(Value::Expression(text)), Some(old)) = (value(file, table, column), old(file, table)) else {
        return false;
    };
    let all = lexemes(&text);
    let words = Cursor::new(&text, &all).before_alias();
    if words.is_any(0, &["coalesce", "ifnull", "iif"]) {
        return false;
    }
    let nullable = |it: &&Column| it.not_null.is_none() && words.names(&it.name);
    words.has("SELECT") || words.has("CASE") && !words.has("ELSE") || old.columns.iter().filter(nullable).count() > 1
}

/// True if the column held no NULL before.
fn is_required(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let is_alias = |it: &Table| it.rowid_alias().is_some_and(|alias| alias.name == *column);
    let old = old(file, table);
    old.is_some_and(|it| it.column(column).is_some_and(|it| it.not_null.is_some()) || is_alias(it))
}

/// The table of before that this one is or replaces.
fn old<'a>(file: &'a File<'_>, table: &Name) -> Option<&'a Table> {
    file.before
        .tables
        .get(file.lineage.tables.get(table)?.descends_from(table)?)
}

/// True if a CHECK is about values alone that come with this file (made by a copy, or tried by ADD COLUMN itself), or if
/// all that passed before passes now.
fn holds_already(file: &File<'_>, hazard: &Hazard) -> bool {
    let Some(Question::Violates(expression)) = hazard.probe.as_ref().map(|it| &it.question) else {
        return false;
    };
    let Some(table) = file.after.tables.get(&hazard.object.name) else {
        return false;
    };
    let sql = Sql::expression(expression, &|_| true);
    let used: Vec<Option<Value>> = table
        .columns
        .iter()
        .filter(|it| sql.mentions(&it.name))
        .map(|it| value(file, &table.name, &it.name))
        .collect();
    if !used.iter().any(|it| matches!(it, Some(Value::Column(_)) | None)) {
        return true;
    }
    let widened = |it: &Table| {
        it.checks
            .iter()
            .any(|check| is_widened(check.expression.text(), expression))
    };
    old(file, &table.name).is_some_and(widened)
}

/// True if no two rows can have the key: it holds one that was unique before, or a column that is NULL everywhere.
fn cannot_clash(file: &File<'_>, hazard: &Hazard) -> bool {
    let Some(Question::Duplicates { key, predicate }) = hazard.probe.as_ref().map(|it| &it.question) else {
        return false;
    };
    let name = &hazard.object.name;
    let Some(table) = file.after.tables.get(name) else {
        return false;
    };
    let mentions = |column: &Name| key.iter().any(|term| Sql::expression(term, &|_| true).mentions(column));
    if table
        .columns
        .iter()
        .any(|it| mentions(&it.name) && is_empty(file, table, &it.name))
    {
        return true;
    }
    let Some(old) = old(file, name) else {
        return false;
    };
    // The columns of before that the key holds as they were.
    let kept = |new: &Column| match value(file, name, &new.name) {
        Some(Value::Column(from)) => {
            let collation = old
                .column(&from)?
                .collation
                .clone()
                .unwrap_or_else(|| Name::new("BINARY"));
            key.iter()
                .any(|term| compares(term, &new.name, &collation))
                .then_some(from)
        }
        _ => None,
    };
    let kept: Vec<Name> = table.columns.iter().filter_map(kept).collect();
    let predicate = predicate.as_deref().map(|it| Sql::expression(it, &|_| true));
    unique_keys(old).iter().any(|(columns, only)| {
        let covers = match (only, &predicate) {
            (None, _) => true,
            (Some(only), Some(predicate)) => is_narrower(predicate, only),
            (Some(_), None) => false,
        };
        covers && columns.iter().all(|column| kept.contains(column))
    })
}

/// True if one predicate is the other, or that AND more.
fn is_narrower(predicate: &Sql, than: &Sql) -> bool {
    let fold = |it: &Sql| it.canonical().to_ascii_lowercase();
    let (predicate, than) = (fold(predicate), fold(than));
    let has_or = predicate.contains(" or ") || than.contains(" or ");
    let is_more = predicate.starts_with(&format!("{than} and ")) || predicate.ends_with(&format!(" and {than}"));
    predicate == than || (!has_or && is_more)
}

/// True for `"column" COLLATE collation`.
fn compares(term: &str, column: &Name, collation: &Name) -> bool {
    let rest = term.strip_prefix(column.quoted().as_str()).map(str::trim);
    let own = rest
        .and_then(|it| it.strip_prefix("COLLATE"))
        .map(|it| Name::new(it.trim().trim_matches('"')));
    own.is_some_and(|it| it == *collation)
}

/// Sets of columns that no two rows of a table share, or only those rows for which a predicate holds.
fn unique_keys(table: &Table) -> Vec<(Vec<Name>, Option<&Sql>)> {
    let primary = table.primary_key.iter().map(|it| &it.columns);
    let constraints = primary.chain(table.uniques.iter().map(|it| &it.columns));
    let constraints = constraints.map(|key| (key.iter().map(|it| it.name.clone()).collect(), None));
    let indexes = table.indexes.values().filter(|it| it.unique).filter_map(|it| {
        let columns: Option<Vec<Name>> = it.columns.iter().map(|column| column.plain().cloned()).collect();
        Some((columns?, it.predicate.as_ref()))
    });
    constraints.chain(indexes).collect()
}

/// True if a column of the foreign key comes with this file: NULL in every row, or filled while the key holds already, by a
/// statement whose author sees both.
fn refers_to_made_values(file: &File<'_>, hazard: &Hazard) -> bool {
    let Some(Question::Orphans { columns, .. }) = hazard.probe.as_ref().map(|it| &it.question) else {
        return false;
    };
    let made = |column| {
        matches!(
            value(file, &hazard.object.name, column),
            Some(Value::New | Value::Expression(_))
        )
    };
    columns.iter().any(made)
}

/// True if the unique key holds values that the file itself makes, so that whoever wrote it has thought of them.
pub(super) fn is_of_filled_values(file: &File<'_>, hazard: &Hazard) -> bool {
    let Some(Question::Duplicates { key, .. }) = hazard.probe.as_ref().map(|it| &it.question) else {
        return false;
    };
    let name = &hazard.object.name;
    let made = |column: &Column| match value(file, name, &column.name) {
        Some(Value::Expression(_)) => true,
        Some(Value::New) => is_filled(file, name, &column.name),
        Some(Value::Column(from)) => is_filled(file, name, &from),
        None => false,
    };
    let mentioned = |column: &Column| {
        key.iter()
            .any(|term| Sql::expression(term, &|_| true).mentions(&column.name))
    };
    let table = file.after.tables.get(name);
    table.is_some_and(|it| it.columns.iter().any(|column| made(column) && mentioned(column)))
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::all;

    fn second(base: &str, text: &str) -> Vec<String> {
        let found = all(&[("1.sql", base), ("2.sql", text)]);
        found
            .iter()
            .map(|it| it.split(' ').skip(1).take(2).collect::<Vec<_>>().join(" "))
            .collect()
    }

    const BASE: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT NOT NULL UNIQUE);";

    fn rebuilt(new: &str, copy: &str) -> String {
        format!("CREATE TABLE n ({new}); INSERT INTO n {copy}; DROP TABLE t; ALTER TABLE n RENAME TO t;")
    }

    #[test]
    fn columns_that_come_with_the_file_break_nothing() {
        for text in [
            "ALTER TABLE t ADD p INTEGER REFERENCES p(id); CREATE INDEX t_p ON t (p);",
            "ALTER TABLE t ADD c TEXT CHECK (c IN ('x', 'y')) DEFAULT 'x';",
            "ALTER TABLE t ADD c TEXT; CREATE UNIQUE INDEX i ON t (c);",
            "CREATE UNIQUE INDEX i ON t (b, a); CREATE UNIQUE INDEX j ON t (a, id);",
        ] {
            assert_eq!(second(BASE, text), [""; 0], "{text}");
        }
        let filled = "ALTER TABLE t ADD c TEXT; UPDATE t SET c = a; CREATE UNIQUE INDEX i ON t (c);";
        assert_eq!(second(BASE, filled), ["note add-unique"]);
    }

    #[test]
    fn rules_that_let_more_through() {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, a CHECK (a IN ('x')));
            CREATE UNIQUE INDEX i ON t (a) WHERE a IS NOT NULL;";
        let wider = rebuilt("id INTEGER PRIMARY KEY, a CHECK (a IN ('x', 'y'))", "SELECT * FROM t");
        let narrower = "CREATE UNIQUE INDEX i ON t (a) WHERE a IS NOT NULL AND id > 3;";
        assert_eq!(second(base, &format!("{wider} {narrower}")), ["note rewrites-table"]);
        assert_eq!(second(base, "DROP INDEX i; CREATE UNIQUE INDEX j ON t (a);").len(), 1);
    }

    #[test]
    fn copies_make_values() {
        let made = rebuilt(
            "id INTEGER PRIMARY KEY, a TEXT NOT NULL CHECK (a > ''), b TEXT NOT NULL UNIQUE, c TEXT NOT NULL",
            "SELECT id, coalesce(a, '-'), b, b FROM t",
        );
        assert_eq!(second(BASE, &made), ["note rewrites-table"]);
        let bare = rebuilt(
            "id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL UNIQUE",
            "SELECT id, a, b FROM t",
        );
        assert_eq!(second(BASE, &bare), ["note rewrites-table", "warning add-not-null"]);
    }

    #[test]
    fn a_table_that_comes_back_empty_is_told_once() {
        let text = "DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT NOT NULL CHECK (c > 0));";
        assert_eq!(second(BASE, text), ["warning rows-lost"]);
    }

    #[test]
    fn an_index_that_another_replaces() {
        let base = "CREATE TABLE t (a, b); CREATE INDEX i ON t (a);";
        assert_eq!(second(base, "DROP INDEX i; CREATE INDEX j ON t (a, b);"), [""; 0]);
        assert_eq!(second(base, "DROP INDEX i;"), ["note drop-index"]);
    }
}
