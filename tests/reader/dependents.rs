//! Indexes, views, triggers and virtual tables, as SQLite and its grammar tell them.

use reconcile::schema::{Index, IndexTerm, Name, Object, Schema, TriggerEvent, TriggerTiming, read};
use rusqlite::Connection;
use sqlite3_parser::ast::{Cmd, Stmt, TriggerEvent as ParsedEvent, TriggerTime};
use sqlite3_parser::lexer::sql::Parser;
use sqlite3_parser::{Bump, FallibleIterator};

use super::{database, schema, statements};

const BASE: &str = r#"
    CREATE TABLE t(a, b, c, "c d", n TEXT COLLATE NOCASE, begin, end, asc, desc);
    CREATE TABLE w(x, y PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE "odd name"("x,y", "z)");
    CREATE VIEW base AS SELECT a FROM t;
"#;

/// What the PRAGMAs tell of an index.
fn told(connection: &Connection, index: &Index) -> Vec<String> {
    let list = "SELECT \"unique\", partial FROM pragma_index_list(?1) WHERE name = ?2";
    let names = [index.table.as_str(), index.name.as_str()];
    let head = connection.query_row(list, names, |row| {
        Ok(format!(
            "unique {} partial {}",
            row.get::<_, bool>(0)?,
            row.get::<_, bool>(1)?
        ))
    });
    let terms = "SELECT cid, name, desc, coll FROM pragma_index_xinfo(?1) WHERE key ORDER BY seqno";
    let mut terms = connection.prepare(terms).unwrap();
    let terms = terms.query_map([index.name.as_str()], |row| {
        let (id, name): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
        let term = if id == -2 {
            "expression".to_owned()
        } else {
            name.unwrap_or_default()
        };
        let collation = row.get::<_, String>(3)?.to_lowercase();
        let collation = if id == -2 { String::new() } else { collation };
        Ok(format!("{term} {} {collation}", row.get::<_, bool>(2)?))
    });
    let mut lines = vec![head.unwrap()];
    lines.extend(terms.unwrap().map(|it| it.unwrap()));
    lines
}

/// The same as the reader sees it.
fn seen(schema: &Schema, index: &Index) -> Vec<String> {
    let table = &schema.tables[&index.table];
    let mut lines = vec![format!("unique {} partial {}", index.unique, index.predicate.is_some())];
    lines.extend(index.columns.iter().map(|column| match &column.term {
        IndexTerm::Column(name) => {
            let own = table.column(name).unwrap();
            let collation = column.collation.as_ref().or(own.collation.as_ref());
            let collation = collation.map_or("binary".to_owned(), Name::folded);
            format!("{} {} {collation}", own.name, column.descending)
        }
        IndexTerm::Expression(_) => format!("expression {} ", column.descending),
    }));
    lines
}

fn check(sql: &str) {
    let connection = database(&format!("{BASE}{sql}"));
    let all = schema(&connection);
    for index in all.tables.values().flat_map(|it| it.indexes.values()) {
        assert_eq!(told(&connection, index), seen(&all, index), "{sql}");
    }
    for text in all.statements() {
        let bump = Bump::new();
        let mut parser = Parser::new(&bump, text.as_bytes());
        let Some(Cmd::Stmt(statement)) = parser.next().unwrap_or_else(|error| panic!("{error}\n{text}")) else {
            panic!("nothing in {text}");
        };
        check_parts(&text, &statement);
    }
    assert!(schema(&database(&all.to_sql())) == all, "{sql}");
    assert!(schema(&database(&all.statements().join(";"))) == all, "{sql}");
}

/// Compares with the parts of the statement's tree.
fn check_parts(text: &str, statement: &Stmt<'_>) {
    match statement {
        Stmt::CreateTrigger {
            time,
            event,
            tbl_name,
            when_clause,
            commands,
            ..
        } => {
            let Ok(Object::Trigger(trigger)) = read::object("trigger", text) else {
                panic!("{text}");
            };
            let expected = match time {
                Some(TriggerTime::After) => TriggerTiming::After,
                Some(TriggerTime::InsteadOf) => TriggerTiming::InsteadOf,
                _ => TriggerTiming::Before,
            };
            assert_eq!(trigger.timing, expected, "{text}");
            let expected = match event {
                ParsedEvent::Delete => TriggerEvent::Delete,
                ParsedEvent::Insert => TriggerEvent::Insert,
                ParsedEvent::Update => TriggerEvent::Update(Vec::new()),
                ParsedEvent::UpdateOf(names) => TriggerEvent::Update(names.iter().map(|it| plain(it.0)).collect()),
            };
            assert_eq!(trigger.event, expected, "{text}");
            assert_eq!(trigger.on, plain(tbl_name.name.0), "{text}");
            let form = trigger.sql.canonical();
            let head = form.split(" BEGIN ").next().unwrap();
            assert_eq!(when_clause.is_some(), head.contains(" WHEN "), "{text}");
            let body = form.split(" BEGIN ").last().unwrap();
            assert_eq!(body.matches(" ;").count(), commands.len(), "{form}");
        }
        Stmt::CreateVirtualTable { module_name, args, .. } => {
            let Ok(Object::VirtualTable(table)) = read::object("table", text) else {
                panic!("{text}");
            };
            assert_eq!(table.module, plain(module_name.0), "{text}");
            let expected: Vec<_> = args
                .iter()
                .flat_map(|it| it.iter())
                .map(|it| it.trim().to_owned())
                .collect();
            assert_eq!(table.arguments, expected, "{text}");
        }
        Stmt::CreateIndex {
            columns, where_clause, ..
        } => {
            let Ok(Object::Index(index)) = read::object("index", text) else {
                panic!("{text}");
            };
            assert_eq!(index.columns.len(), columns.len(), "{text}");
            assert_eq!(index.predicate.is_some(), where_clause.is_some(), "{text}");
        }
        Stmt::CreateView { columns, .. } => {
            let Ok(Object::View(view)) = read::object("view", text) else {
                panic!("{text}");
            };
            assert_eq!(view.sql.canonical().starts_with('('), columns.is_some(), "{text}");
        }
        _ => {}
    }
}

fn plain(name: &str) -> Name {
    let inner = name.trim_matches(['"', '`', '\'', '[', ']']);
    Name::new(inner)
}

#[test]
fn hand_written_dependents() {
    let statements = statements(include_str!("dependents.sql"));
    assert!(statements.len() > 50);
    let failed = statements
        .iter()
        .filter(|sql| std::panic::catch_unwind(|| check(sql)).is_err());
    let failed: Vec<_> = failed.collect();
    assert!(failed.is_empty(), "{} statements failed: {failed:#?}", failed.len());
}
