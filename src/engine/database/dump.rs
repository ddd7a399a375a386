//! A database as SQL, read row by row, in an order that D1 itself can run: tables, then rows with parents before
//! children, then search tables, indexes, views, triggers. Cloudflare's export writes rows before the tables that they
//! refer to, and refuses virtual tables.
//!
//! What a virtual table keeps in shadow tables is not written: inserting its rows makes it again, or `rebuild` does where
//! the rows are those of another table.

use super::table::{Column, Table};
use super::virtual_table::{Content, require_modules};
use super::{Database, Result, Value, table_rows};

/// A database as SQL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dump {
    /// The statements in the order in which they run. Notes stand among them as comments.
    pub statements: Vec<String>,
    /// Tables whose index no statement makes again: they keep no text (<https://www.sqlite.org/fts5.html#contentless_tables>).
    pub lost: Vec<String>,
    /// Objects whose statement is longer than D1 takes.
    pub too_long: Vec<String>,
    /// Rows were written while it was read.
    pub was_written: bool,
}

/// The whole database as statements in the order in which they run. Not one snapshot where it spans several requests: a
/// write in between may be in it or not.
///
/// # Errors
/// Those of the database.
pub fn dump(database: &mut dyn Database) -> Result<Dump> {
    let before = changes(database)?;
    let tables = tables(database)?;
    require_modules(database, &tables)?;
    let mut lost = Vec::new();
    let mut statements = vec!["PRAGMA defer_foreign_keys = on".to_owned()];
    statements.extend(tables.iter().map(|table| table.sql.clone()));
    // Virtual tables last: the rows of another table may be theirs.
    for table in parents_first(database, &tables)? {
        table_rows::read(database, table, &mut statements)?;
    }
    for table in tables.iter().filter(|table| table.is_virtual) {
        match table.content() {
            Content::Own => table_rows::read(database, table, &mut statements)?,
            Content::Elsewhere => {
                let name = name(&table.name);
                statements.push(format!("INSERT INTO {name} ({name}) VALUES ('rebuild')"));
            }
            Content::Nowhere => {
                lost.push(table.name.clone());
                let name = table.name.replace(char::is_control, " ");
                statements.push(format!(
                    "-- {name} stores no text of its own: refill its index after restoring"
                ));
            }
            Content::View => {}
        }
    }
    statements.extend(sequences(database)?);
    statements.extend(code(database)?);
    let too_long = strings(database, TOO_LONG)?;
    let note = |it: &String| format!("-- the statement of {it} is longer than D1 allows");
    statements.splice(0..0, too_long.iter().map(note));
    Ok(Dump {
        statements,
        lost,
        too_long,
        was_written: changes(database)? != before,
    })
}

/// Tables with rows of their own, each after those that its foreign keys refer to; in a circle the order is as good as
/// any, and keys are checked at the end of the transaction.
fn parents_first<'a>(database: &mut dyn Database, tables: &'a [Table]) -> Result<Vec<&'a Table>> {
    let own: Vec<&Table> = tables.iter().filter(|table| !table.is_virtual).collect();
    let question = |table: &&Table| {
        let table = literal(&table.name);
        format!("select \"table\" from pragma_foreign_key_list({table})")
    };
    let answers = database.query_all(&own.iter().map(question).collect::<Vec<_>>())?;
    let parent = |row: &Vec<Value>| {
        let name = row.first()?.as_str()?;
        own.iter().position(|it| it.name.eq_ignore_ascii_case(name))
    };
    let parents: Vec<Vec<usize>> = answers
        .iter()
        .map(|it| it.rows.iter().filter_map(parent).collect())
        .collect();
    let mut seen = vec![false; own.len()];
    let mut order = Vec::new();
    for root in 0..own.len() {
        // Each table with how many of its parents were looked at; a list in place of calls, since chains may be long.
        let mut open = vec![(root, 0)];
        while let Some((table, next)) = open.pop() {
            if next == 0 && seen.get(table).copied().unwrap_or(true) {
                continue;
            }
            seen.iter_mut().skip(table).take(1).for_each(|it| *it = true);
            match parents.get(table).and_then(|it| it.get(next)) {
                Some(parent) => open.extend([(table, next + 1), (*parent, 0)]),
                None => order.extend(own.get(table).copied()),
            }
        }
    }
    Ok(order)
}

/// What takes everything out of a database, in an order in which foreign keys do not stand in the way: views and triggers,
/// search tables, then children before their parents.
///
/// # Errors
/// Those of the database.
pub fn drops(database: &mut dyn Database) -> Result<Vec<String>> {
    const CODE: &str = "select 'DROP ' || upper(type) || ' \"' || replace(name, '\"', '\"\"') || '\"' from sqlite_schema \
         where type in ('view', 'trigger') and substr(lower(tbl_name), 1, 4) <> '_cf_' order by type, rowid";
    let mut statements = strings(database, CODE)?;
    let tables = tables(database)?;
    let drop = |table: &Table| format!("DROP TABLE {}", name(&table.name));
    statements.extend(tables.iter().filter(|it| it.is_virtual).map(drop));
    let own = parents_first(database, &tables)?;
    statements.extend(own.into_iter().rev().map(drop));
    Ok(statements)
}

/// Counts the rows that the connection wrote, and D1 has one. <https://www.sqlite.org/lang_corefunc.html#total_changes>
const CHANGES: &str = "select cast(total_changes() as text)";

const TOO_LONG: &str = "select type || ' ' || replace(replace(name, char(10), ' '), char(13), ' ') from sqlite_schema \
     where length(cast(sql as blob)) > 99990 and substr(lower(tbl_name), 1, 4) <> '_cf_' order by rowid";

const OTHERS: &str = "select sql from sqlite_schema where type <> 'table' and sql is not null \
     and substr(lower(tbl_name), 1, 4) <> '_cf_' \
     order by case type when 'index' then 1 when 'view' then 2 else 3 end, rowid";

const TABLES: &str = "select m.name as name, m.sql as sql, l.type as kind, l.wr as wr from sqlite_schema m \
     join pragma_table_list l on l.schema = 'main' and l.name = m.name \
     where m.type = 'table' and l.type in ('table', 'virtual') and m.sql is not null \
     and substr(lower(m.name), 1, 4) <> '_cf_' and substr(lower(m.name), 1, 7) <> 'sqlite_' order by m.rowid";

/// The tables of a database, virtual ones included, without those of SQLite and Cloudflare, in the order of their making.
///
/// # Errors
/// Those of the database.
pub fn tables(database: &mut dyn Database) -> Result<Vec<Table>> {
    let listed = database.query(TABLES)?;
    let text = |row: &[Value], at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut tables: Vec<Table> = listed
        .rows
        .iter()
        .map(|row| Table {
            name: text(row, 0),
            sql: text(row, 1),
            is_virtual: text(row, 2) == "virtual",
            has_rowid: row.get(3).and_then(Value::as_i64) == Some(0),
            alias: None,
            columns: Vec::new(),
        })
        .collect();
    let queries: Vec<String> = tables
        .iter()
        .map(|table| {
            // A key without an index of its own is the rowid. <https://www.sqlite.org/lang_createtable.html#rowid>
            let name = literal(&table.name);
            format!(
                "select name, pk, hidden, (select count(*) from pragma_index_list({name}) where origin = 'pk') as indexes, \
                 \"notnull\" as required from pragma_table_xinfo({name})"
            )
        })
        .collect();
    for (table, rows) in tables.iter_mut().zip(database.query_all(&queries)?) {
        let number = |row: &[Value], at: usize| row.get(at).and_then(Value::as_i64).unwrap_or(0);
        let column = |row: &Vec<Value>| Column {
            name: text(row, 0),
            key: number(row, 1),
            is_computed: number(row, 2) != 0,
            is_required: number(row, 4) != 0,
        };
        table.columns = rows.rows.iter().map(column).collect();
        let has_index = rows.rows.first().is_some_and(|row| number(row, 3) > 0);
        let mut key = table.columns.iter().filter(|it| it.key > 0);
        let alias = key
            .next()
            .filter(|_| table.has_rowid && !table.is_virtual && !has_index);
        table.alias = alias.map(|it| it.name.clone());
    }
    Ok(tables)
}

/// Statements after which AUTOINCREMENT goes on where it was, also after the last rows were deleted.
///
/// # Errors
/// Those of the database.
pub fn sequences(database: &mut dyn Database) -> Result<Vec<String>> {
    let known = "select name from sqlite_schema where name = 'sqlite_sequence'";
    if strings(database, known)?.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "select 'INSERT INTO sqlite_sequence (name, seq) VALUES (' || quote(name) || ', ' || quote(seq) || ')' \
               from sqlite_sequence where substr(lower(name), 1, 4) <> '_cf_' order by name";
    let mut statements = vec!["DELETE FROM sqlite_sequence".to_owned()];
    statements.extend(strings(database, sql)?);
    Ok(statements)
}

/// Statements that make indexes, views and triggers.
///
/// # Errors
/// Those of the database.
pub fn code(database: &mut dyn Database) -> Result<Vec<String>> {
    strings(database, OTHERS)
}

/// What is another one after rows were written.
///
/// # Errors
/// Those of the database.
pub fn changes(database: &mut dyn Database) -> Result<Vec<String>> {
    strings(database, CHANGES)
}

fn strings(database: &mut dyn Database, sql: &str) -> Result<Vec<String>> {
    Ok(database.query(sql)?.texts().map(str::to_owned).collect())
}

pub(super) fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    Value::Text(text.to_owned()).to_sql()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Scratch;
    use super::*;

    const DATABASE: &str = r#"
        create table parent (id integer primary key autoincrement, "odd ""name" text, big int, r real, b blob, g as (big + 1));
        create table child (parent references parent(id), rowid text);
        create table pairs (b text, a text, primary key (a, b)) without rowid;
        create table bare (body);
        create virtual table own using fts5(body);
        create virtual table other using fts5(body, content='bare', content_rowid='rowid');
        create virtual table box using rtree(id, x0, x1);
        insert into parent values (7, 'it''s', 9007199254740993, 0.1, x'00ff'), (8, 'nul' || char(0) || 'x', null, 9e999, x'');
        delete from parent where id = 8;
        insert into parent values (3, 'ü' || char(10), -1, 1.0, null);
        insert into child values (7, 'mine');
        insert into pairs values ('x', 'y'), ('x', 'z');
        insert into bare(rowid, body) values (41, 'words');
        insert into other (other) values ('rebuild');
        insert into own(rowid, body) values (5, 'hello world');
        insert into box values (1, 0.5, 1.5);
        create index i on bare (body);
        create view v as select body from bare;
        create trigger tr after insert on bare begin update parent set r = 2; end;
    "#;

    fn loaded(sql: &str) -> Scratch {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(sql).unwrap();
        scratch
    }

    #[test]
    fn a_key_that_is_the_rowid_is_written_once() {
        for (columns, is_alias) in [
            ("id INTEGER PRIMARY KEY, a", true),
            ("a, rowid INTEGER PRIMARY KEY, oid, _rowid_", true),
            ("a, id integer, PRIMARY KEY (id DESC)", true),
            ("id INTEGER PRIMARY KEY DESC, a", false),
            ("id INT PRIMARY KEY, a", false),
            ("id INTEGER, a, PRIMARY KEY (id, a)", false),
            ("id INTEGER UNIQUE, a", false),
        ] {
            let rows = "INSERT INTO t DEFAULT VALUES; INSERT INTO t DEFAULT VALUES";
            let mut first = loaded(&format!("CREATE TABLE t ({columns}); {rows};"));
            let statements = dump(&mut first).unwrap().statements;
            let insert = statements.iter().find(|it| it.starts_with("INSERT")).unwrap();
            let names = insert.split_once(" VALUES").unwrap().0.matches(',').count() + 1;
            let own = first.query("SELECT * FROM t").unwrap().columns.len();
            assert_eq!(names, if is_alias { own } else { own + 1 }, "{insert}");
            assert_eq!(
                dump(&mut again(&statements)).unwrap().statements,
                statements,
                "{columns}"
            );
        }
    }

    fn again(dump: &[String]) -> Scratch {
        let mut scratch = Scratch::new().unwrap();
        scratch.run(dump).unwrap();
        scratch
    }

    #[test]
    fn a_dump_makes_the_same_database_again() {
        let mut first = loaded(DATABASE);
        let statements = dump(&mut first).unwrap().statements;
        let mut second = again(&statements);
        assert_eq!(dump(&mut second).unwrap().statements, statements);
        for query in [
            "select * from parent order by id",
            "select rowid, * from bare",
            "select seq from sqlite_sequence",
            "select rowid from own where own match 'world'",
            "select id, x1 from box where x0 < 1",
            "select rowid from other where other match 'words'",
        ] {
            let found = second.query(query).unwrap();
            assert!(!found.rows.is_empty(), "{query}");
            assert_eq!(found, first.query(query).unwrap(), "{query}");
        }
        assert_eq!(
            second.query("select count(*) from sqlite_schema").unwrap(),
            first.query("select count(*) from sqlite_schema").unwrap()
        );
        second
            .execute("insert into other(other) values ('integrity-check')")
            .unwrap();
    }

    #[test]
    fn rows_of_parents_come_before_those_of_their_children() {
        let mut first = loaded(
            "create table a (b references b(id)); create table b (id integer primary key, c references c(id)); \
             create table c (id integer primary key, a references c(id)); \
             insert into c values (1, 1); insert into b values (1, 1); insert into a values (1);",
        );
        let statements = dump(&mut first).unwrap().statements;
        let mut second = Scratch::new().unwrap();
        // Each on its own: no transaction waits for the parents.
        for statement in statements.iter().filter(|it| !it.starts_with("PRAGMA")) {
            second.execute(statement).unwrap();
        }
    }

    #[test]
    fn pages_lose_and_repeat_nothing() {
        let mut first = loaded("create table t (a); create table w (a primary key) without rowid;");
        first.execute("insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 4001) select i from n").unwrap();
        first.execute("insert into w select a from t").unwrap();
        let mut second = again(&dump(&mut first).unwrap().statements);
        for table in ["t", "w"] {
            let sum = format!("select count(*), sum(a) from {table}");
            assert_eq!(second.query(&sum).unwrap(), first.query(&sum).unwrap());
        }
    }

    #[test]
    fn a_hundred_columns_fit() {
        let columns: Vec<String> = (0..100).map(|at| format!("c{at}")).collect();
        let mut first = loaded(&format!(
            "create table t ({}); insert into t (c0, c99) values (1, 'z')",
            columns.join(", ")
        ));
        let mut second = again(&dump(&mut first).unwrap().statements);
        assert_eq!(
            second.query("select c0, c99 from t").unwrap(),
            first.query("select c0, c99 from t").unwrap()
        );
    }
}
