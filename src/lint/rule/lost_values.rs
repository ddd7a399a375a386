//! lost-values: a rebuild does not take a column's values along, although the table keeps the column.

use super::{At, Rule, RuleKind};
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::lineage::{Line, Value};
use crate::lint::rebuild::{Rebuild, successors};
use crate::lint::verb::Verb;
use crate::lint::words::Words;
use crate::lint::write::ROWIDS;
use crate::schema::{Column, Name};

/// Values that stay in the table that is dropped.
pub(super) struct LostValues;

const KIND: RuleKind = RuleKind {
    code: "lost-values",
    severity: Severity::Error,
    title: "a rebuild by hand forgets the values of a column",
    explanation: "The table that is built anew has a column that the old one has too, and the copy leaves it out, or writes NULL or \
another constant in its place. The column is there afterwards, so comparing the schemas before and after shows \
nothing, and its values are gone with the old table. An INTEGER PRIMARY KEY that is left out is given anew: rows \
get other ids, and what refers to them means other rows.\n\n\
Name the column on both sides of the copy: `INSERT INTO new (id, a) SELECT id, a FROM old`. What is to be emptied is \
better emptied by an UPDATE of its own, where a reviewer sees it.",
};

impl Rule for LostValues {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let of = |rebuild: Rebuild<'_>| losses(file, &rebuild);
        successors(file).flat_map(of).collect()
    }
}

/// What a rebuild forgets: at most one finding for all columns that are left out, and one for each that is overwritten.
fn losses(file: &File<'_>, rebuild: &Rebuild<'_>) -> Vec<Finding> {
    let table = &rebuild.old.name;
    let Some(line) = file.lineage.tables.get(&rebuild.new.name) else {
        return Vec::new();
    };
    let Some(copy) = line.copies.first().and_then(|it| file.statements.get(*it)) else {
        return Vec::new();
    };
    let key = |name: &Name| [rebuild.old, rebuild.new].map(|it| it.rowid_alias().is_some_and(|it| it.name == *name));
    let is_stored = |it: &Column| it.generated.is_none();
    let shared = rebuild.new.columns.iter().filter(|it| is_stored(it)).filter_map(|it| {
        let old = rebuild.old.column(&it.name)?;
        (is_stored(old) && !is_kept(file, rebuild, line, &it.name)).then_some(&it.name)
    });
    let mut found = Vec::new();
    let mut missing: Vec<&Name> = Vec::new();
    for name in shared {
        let is_key = key(name) == [true; 2];
        match line.value(name) {
            Value::New if is_left_out(file, line, name, is_key) => missing.push(name),
            Value::Expression(text) => {
                let words = Words::new(&text).before_alias();
                if words.names_columns() {
                    continue;
                }
                let text = words.source().split_whitespace().collect::<Vec<_>>().join(" ");
                let message = if is_key {
                    format!("rows of {table} get other ids: the copy writes {text} for {name}")
                } else {
                    format!("values of {table}.{name} are gone: the copy writes {text} into every row")
                };
                let remedy = format!("copy {name} itself; if that is meant: {}", allow());
                // Whoever writes it out may mean it.
                found.push(file.at(copy, KIND.code, Severity::Warning, message, remedy));
            }
            _ => {}
        }
    }
    if !missing.is_empty() {
        let list = missing.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
        let message = match missing.as_slice() {
            [only] if key(only) == [true; 2] => format!("rows of {table} get other ids: the copy leaves {list} out"),
            _ => format!("values of {table} are gone when it is dropped: the copy leaves {list} out"),
        };
        let remedy = format!("name {list} on both sides of the copy; if that is meant: {}", allow());
        found.push(KIND.at(file, copy, message, remedy));
    }
    found
}

fn allow() -> String {
    format!("-- reconcile: allow {} because REASON", KIND.code)
}

/// True if no statement that copies rows into the table names the column.
fn is_left_out(file: &File<'_>, line: &Line, column: &Name, is_rowid: bool) -> bool {
    line.copies
        .iter()
        .filter_map(|it| file.statements.get(*it))
        .all(|it| match &it.verb {
            Verb::Insert { columns, .. } => {
                let is_it = |name: &Name| {
                    name == column || is_rowid && ROWIDS.iter().any(|rowid| name.as_str().eq_ignore_ascii_case(rowid))
                };
                !columns.is_empty() && !columns.iter().any(is_it)
            }
            _ => false,
        })
}

/// True if the file puts the old values somewhere, or fills the column otherwise.
fn is_kept(file: &File<'_>, rebuild: &Rebuild<'_>, line: &Line, column: &Name) -> bool {
    let old = &rebuild.old.name;
    let carries = |it: &Line| it.sources.contains(old) && it.carries(column);
    if file.lineage.tables.values().any(carries) {
        return true;
    }
    let built = line.created.and_then(|it| file.statements.get(it)?.subject.as_ref());
    let is_new = |it: &Statement| it.subject.as_ref() == Some(old) || it.subject.as_ref() == built;
    let olds = [Some(old), rebuild.drop.subject.as_ref()];
    file.statements.iter().enumerate().any(|(index, it)| match &it.verb {
        Verb::Update { columns, computed, .. } => {
            let reads = *computed && olds.iter().flatten().any(|name| file.word(it, name).is_some());
            // A constant for every row brings nothing back.
            *computed && is_new(it) && columns.contains(column) || reads && file.word(it, column).is_some()
        }
        Verb::Insert { query: Some(query), .. } if !line.copies.contains(&index) => {
            let reads = olds.iter().flatten().any(|name| query.reads.contains(name));
            reads && file.word(it, column).is_some()
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, x TEXT, y TEXT); CREATE TABLE log (id, y);",
    );

    fn rebuilt(new: &str, copy: &str) -> Vec<String> {
        let text = format!("CREATE TABLE n ({new});\n{copy};\nDROP TABLE c;\nALTER TABLE n RENAME TO c;\n");
        found("lost-values", &[BASE, ("2.sql", &text)])
    }

    fn same(copy: &str) -> Vec<String> {
        rebuilt("id INTEGER PRIMARY KEY, x TEXT, y TEXT", copy)
    }

    #[test]
    fn columns_that_the_copy_leaves_out() {
        assert_eq!(
            same("INSERT INTO n (id, x) SELECT id, x FROM c"),
            ["2.sql:2:13 error values of c are gone when it is dropped: the copy leaves y out"]
        );
        assert_eq!(
            same("INSERT INTO n (id) SELECT id FROM c"),
            ["2.sql:2:13 error values of c are gone when it is dropped: the copy leaves x, y out"]
        );
        assert_eq!(
            same("INSERT INTO n (id, x) SELECT id, x FROM c; UPDATE n SET y = ''").len(),
            1
        );
        assert_eq!(
            same("INSERT INTO n (x, y) SELECT x, y FROM c"),
            ["2.sql:2:13 error rows of c get other ids: the copy leaves id out"]
        );
    }

    #[test]
    fn columns_that_the_copy_overwrites() {
        assert_eq!(
            same("INSERT INTO n SELECT id, x, NULL FROM c"),
            ["2.sql:2:13 warning values of c.y are gone: the copy writes NULL into every row"]
        );
        assert_eq!(
            same("INSERT INTO n (id, x, y) SELECT id, lower('A') AS x, y FROM c"),
            ["2.sql:2:13 warning values of c.x are gone: the copy writes lower('A') into every row"]
        );
        assert_eq!(
            same("INSERT INTO n SELECT NULL, x, '' y FROM c"),
            [
                "2.sql:2:13 warning rows of c get other ids: the copy writes NULL for id",
                "2.sql:2:13 warning values of c.y are gone: the copy writes '' into every row"
            ]
        );
    }

    #[test]
    fn a_copy_under_another_name() {
        let text = |new: &str, copy: &str| {
            let text = format!(
                "CREATE TABLE n (id INTEGER PRIMARY KEY, {new});\nINSERT INTO n {copy} FROM c;\nDROP TABLE c;\n"
            );
            found("lost-values", &[BASE, ("2.sql", &text)])
        };
        assert_eq!(
            text("x, y", "(id, x) SELECT id, x"),
            ["2.sql:2:13 error values of c are gone when it is dropped: the copy leaves y out"]
        );
        assert_eq!(text("x, y", "(id, x, y) SELECT id, x, y"), [""; 0]);
        assert_eq!(text("x, total", "(x, total) SELECT x, count(*)"), [""; 0], "other rows");
    }

    #[test]
    fn a_copy_aside_that_leaves_a_column_out() {
        let text =
            "CREATE TABLE b AS SELECT id, x FROM c; DROP TABLE c;\nCREATE TABLE c (id INTEGER PRIMARY KEY, x, y);
            INSERT INTO c (id, x) SELECT id, x FROM b; DROP TABLE b;";
        assert_eq!(found("lost-values", &[BASE, ("2.sql", text)]).len(), 1);
        let whole = text.replace("id, x FROM", "* FROM").replace("c (id, x)", "c");
        assert_eq!(found("lost-values", &[BASE, ("2.sql", &whole)]), [""; 0]);
    }

    #[test]
    fn values_that_are_kept() {
        for copy in [
            "INSERT INTO n SELECT * FROM c",
            "INSERT INTO n (rowid, x, y) SELECT rowid, x, y FROM c",
            "INSERT INTO n (id, x, y) SELECT id, x, y FROM c WHERE x = 1 UNION ALL SELECT id, x, y FROM c WHERE x <> 1",
            "INSERT INTO n SELECT id, x, coalesce(y, '-') FROM c",
            "INSERT INTO n (id, x) SELECT id, x || y FROM c",
            "INSERT INTO n (id, x) SELECT id, x FROM c; UPDATE n SET y = (SELECT y FROM c WHERE c.id = n.id)",
            "INSERT INTO n (id, x) SELECT id, x FROM c; INSERT INTO log (id, y) SELECT id, y FROM c",
            "CREATE TABLE aside AS SELECT * FROM c; INSERT INTO n (id, x) SELECT id, x FROM c",
        ] {
            assert_eq!(same(copy), [""; 0], "{copy}");
        }
        // A column that goes, and one that is new, are other matters.
        let copy = "INSERT INTO n (id, x) SELECT id, x FROM c";
        assert_eq!(rebuilt("id INTEGER PRIMARY KEY, x, z", copy), [""; 0]);
        assert_eq!(
            rebuilt("id INTEGER PRIMARY KEY, x, y AS (x)", copy),
            [""; 0],
            "it is computed from now on"
        );
    }
}
