//! What the types say of a query holds for its rows: no NULL where they rule it out, no value of another kind.

use std::path::PathBuf;

use reconcile::compat::{self, Side, Source};
use reconcile::database::Scratch;
use reconcile::introspect;
use reconcile::types::{self, Description, Field, Kind, Options, Storage};
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use crate::query_generator::{Generator, SCHEMA};
use crate::random::Random;

/// Queries that a run checks; `RECONCILE_QUERIES` says another number.
const QUERIES: usize = 200;

/// The databases: no rows, one row in each table, and more.
const SIZES: [usize; 5] = [0, 1, 4, 9, 14];

fn described(sql: &str) -> Description {
    let mut scratch = Scratch::new().unwrap();
    scratch.execute(SCHEMA).unwrap();
    let schema = introspect::read(&mut scratch).unwrap().schema;
    let source = Source {
        path: PathBuf::from("queries.sql"),
        text: sql.to_owned(),
    };
    let mut side = Side {
        scratch: introspect::replica(&schema).unwrap(),
        schema: schema.clone(),
    };
    let (statements, left) = compat::prepare(&compat::find(vec![source], &[]), &mut side);
    assert_eq!(left, [], "every query can be prepared");
    types::describe(&schema, &statements, &Options::default()).unwrap()
}

fn filled(rows: usize, seed: u64) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SCHEMA).unwrap();
    let mut random = Random::new(seed);
    let texts = ["", "a", "abc", "12", "Äpfel", "2024-02-03", "x"];
    let text = |random: &mut Random| Value::Text((*random.one(&texts)).to_owned());
    let integer = |random: &mut Random| Value::Integer(i64::try_from(random.below(7)).unwrap() - 2);
    let real = |random: &mut Random| Value::Real(f64::from(u8::try_from(random.below(40)).unwrap()) / 4.0 - 2.0);
    let blob = |random: &mut Random| Value::Blob(vec![7; random.below(3)]);
    let put = |sql: &str, values: Vec<Value>| {
        // A key that is taken is left out.
        let _ = connection.execute(sql, rusqlite::params_from_iter(values));
    };
    for _ in 0..rows {
        let null = |random: &mut Random, value: Value| if random.chance(40) { Value::Null } else { value };
        let r = &mut random;
        let kind = Value::Text((*r.one(&["x", "y", "z"])).to_owned());
        let (note, score, kind) = (text(r), real(r), kind);
        let data = blob(r);
        let values = vec![
            text(r),
            null(r, note),
            null(r, score),
            integer(r),
            Value::Integer(i64::from(r.chance(50))),
            null(r, kind),
            null(r, data),
            blob(r),
        ];
        put(
            "INSERT INTO a (name, note, score, n, flag, kind, data, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        );
        let (code, a_id, at, place) = (text(r), integer(r), text(r), integer(r));
        let loose = match r.below(4) {
            0 => text(r),
            1 => real(r),
            2 => blob(r),
            _ => integer(r),
        };
        let values = vec![
            null(r, code),
            null(r, a_id),
            real(r),
            null(r, at),
            null(r, loose),
            null(r, place),
        ];
        put(
            "INSERT INTO b (code, a_id, amount, at, loose, place) VALUES (?, ?, ?, ?, ?, ?)",
            values,
        );
        let (v, w) = (integer(r), text(r));
        let values = vec![text(r), null(r, v), null(r, w)];
        put("INSERT INTO c (k, v, w) VALUES (?, ?, ?)", values);
        let (v, y) = (integer(r), text(r));
        let values = vec![text(r), null(r, v), null(r, y)];
        put("INSERT INTO d (id, v, y) VALUES (?, ?, ?)", values);
    }
    connection
}

/// Why the value is none that the type lets in.
fn mismatch(description: &Description, field: &Field, value: ValueRef<'_>) -> Option<String> {
    let class = match value {
        ValueRef::Null if field.nullable => return None,
        ValueRef::Null => return Some("NULL".to_owned()),
        ValueRef::Integer(_) => Storage::INTEGER,
        ValueRef::Real(_) => Storage::REAL,
        ValueRef::Text(_) => Storage::TEXT,
        ValueRef::Blob(_) => Storage::BLOB,
    };
    let fits = match &field.kind {
        // JavaScript and serde take an integer for a number.
        Kind::Plain(storage) | Kind::Json { storage, .. } if class == Storage::INTEGER => storage.has(Storage::NUMBER),
        Kind::Plain(storage) | Kind::Json { storage, .. } => storage.has(class),
        Kind::Enum(name) => {
            let values = &description.enum_called(name).unwrap().values;
            value.as_str().is_ok_and(|it| values.iter().any(|value| value == it))
        }
        Kind::Numbers(values) => value.as_i64().is_ok_and(|it| values.contains(&it)),
        Kind::Id(_) => true,
    };
    (!fits).then(|| format!("{value:?}"))
}

#[test]
fn no_column_that_is_never_null_yields_null() {
    let count = std::env::var("RECONCILE_QUERIES").ok();
    let count = count.and_then(|it| it.parse().ok()).unwrap_or(QUERIES);
    let mut generator = Generator::new(15);
    let check = Connection::open_in_memory().unwrap();
    check.execute_batch(SCHEMA).unwrap();
    let mut queries: Vec<String> = Vec::new();
    while queries.len() < count {
        let query = generator.query();
        // What SQLite refuses is no query.
        if check.prepare(&query).is_ok() && !queries.contains(&query) {
            queries.push(query);
        }
    }
    let description = described(&queries.join(";\n"));
    assert_eq!(description.queries.len(), queries.len());
    let databases: Vec<Connection> = SIZES.iter().zip(3..).map(|(rows, seed)| filled(*rows, seed)).collect();
    let (mut wrong, mut values, mut failures) = (Vec::new(), 0_usize, 0_usize);
    for query in &description.queries {
        for (rows, database) in SIZES.iter().zip(&databases) {
            let mut statement = database.prepare(&query.sql).unwrap();
            let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
            let mut found = statement.query([]).unwrap();
            loop {
                match found.next() {
                    Ok(Some(row)) => {
                        for (at, name) in names.iter().enumerate() {
                            values += 1;
                            let field = query.columns.iter().find(|it| it.name == *name).unwrap();
                            if let Some(value) = mismatch(&description, field, row.get_ref(at).unwrap()) {
                                wrong.push(format!("{value} in {field:?} with {rows} rows of\n  {}", query.sql));
                            }
                        }
                    }
                    Ok(None) => break,
                    // An overflow, or text that is no JSON.
                    Err(_) => {
                        failures += 1;
                        break;
                    }
                }
            }
        }
    }
    let all = description.queries.iter().flat_map(|it| &it.columns);
    let proven = all.clone().filter(|it| !it.nullable).count();
    let unknown = all
        .clone()
        .filter(|it| it.kind == Kind::Plain(Storage::ANY) && it.nullable)
        .count();
    let total = all.count();
    eprintln!(
        "{count} queries, {values} values, {total} columns: {proven} never NULL, {unknown} unknown; {failures} failed"
    );
    assert!(
        wrong.is_empty(),
        "{} of {values}\n{}",
        wrong.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
    // A test of types that claim nothing would show nothing.
    assert!(proven * 10 > total * 3 && unknown * 4 < total && values > count * 20);
}
