//! The functions of `rules::FUNCTIONS` against the real engine: every name of the library's own list, and of those that it
//! can be built with, is called on D1 and on scratch.

use std::collections::BTreeSet;

use reconcile::database::rules::FUNCTIONS;
use reconcile::database::{Database as _, Error, Scratch};
use serde_json::Value as Json;

use crate::server::{Server, tests};

tests![
    b9_the_list_of_functions_is_the_engines,
    b9_math_functions_give_what_the_engine_gives,
    b9_defaults_are_refused_as_on_d1,
];

/// Functions that other builds of SQLite, its shell, its extensions and other databases have.
const OTHERS: &str = "affinity crc32 decimal edit edit_distance fileio fts3_tokenizer gen_random_uuid generate_series geopoly_area \
    highlight bm25 snippet fts5 fts5_get_locale fts5_insttoken fts5_locale fts5_source_id if iif json_array_insert \
    json_error_position json_pretty jsonb_array_insert load_extension matchinfo median now offsets optimize percentile \
    percentile_cont percentile_disc power ceiling log10 readfile regexp rtreecheck rtreedepth rtreenode sha1 sha3 soundex \
    sqlite_add_constraint sqlite_compileoption_get sqlite_drop_column sqlite_drop_constraint sqlite_fail sqlite_find_constraint \
    sqlite_log sqlite_offset sqlite_rename_column sqlite_rename_quotefix sqlite_rename_table sqlite_rename_test sqlite_version \
    stat_get stat_init stat_push subtype unistr unistr_quote uuid writefile acos acosh asin asinh atan atan2 atanh ceil cos \
    cosh degrees exp floor ln log log2 mod pi pow radians sin sinh sqrt tan tanh trunc";

/// What the engine lets be called and what then always fails.
const ALWAYS_FAILS: &str = "load_extension";

/// More than any function needs that has a fixed number of arguments and is for everyone.
const MOST_ARGUMENTS: usize = 6;

fn names() -> BTreeSet<String> {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let mut listed = connection
        .prepare("SELECT DISTINCT name FROM pragma_function_list")
        .unwrap();
    let listed = listed.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut names: BTreeSet<String> = listed.map(Result::unwrap).collect();
    names.extend(OTHERS.split_whitespace().map(str::to_owned));
    names.extend(FUNCTIONS.iter().map(|it| (*it).to_owned()));
    names
}

fn call(name: &str, arguments: usize) -> String {
    match name {
        "->" | "->>" => format!("SELECT '{{}}' {name} 'a'"),
        _ if name.starts_with("current_") => format!("SELECT {name}"),
        _ => format!("SELECT \"{name}\"({})", vec!["1"; arguments].join(", ")),
    }
}

/// True if it may be called; `ask` gives the refusal.
fn may_call(name: &str, mut ask: impl FnMut(&str) -> Option<String>) -> bool {
    for arguments in 0..=MOST_ARGUMENTS {
        let words = ask(&call(name, arguments)).unwrap_or_default();
        if words.contains("not authorized to use function") || words.contains("no such function") {
            return false;
        }
        if !words.contains("wrong number of arguments") {
            return true;
        }
    }
    false
}

fn words(error: Error) -> String {
    match error {
        Error::Statement { message, .. } => message,
        other => other.to_string(),
    }
}

fn b9_the_list_of_functions_is_the_engines(server: &'static Server) {
    let remote = server.database();
    let mut scratch = Scratch::new().unwrap();
    let names = names();
    assert!(names.len() > 180, "{}", names.len());
    let mut wrong = Vec::new();
    for name in names.iter().filter(|it| *it != ALWAYS_FAILS) {
        let engine = may_call(name, |sql| remote.ask(&[sql.to_owned()]).err());
        let listed = FUNCTIONS.contains(&name.as_str());
        if engine != listed {
            wrong.push(format!("{name}: the engine says {engine}, rules::FUNCTIONS {listed}"));
        }
        let scratch = may_call(name, |sql| scratch.query(sql).err().map(words));
        if scratch != engine {
            wrong.push(format!("{name}: the engine says {engine}, scratch {scratch}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn b9_math_functions_give_what_the_engine_gives(server: &'static Server) {
    const ARGUMENTS: &[&str] = &[
        "'3'",
        "' 3.7 '",
        "'1e1'",
        "'1e'",
        "'abc'",
        "''",
        "x'33'",
        "NULL",
        "0",
        "-1",
        "2.5",
        "-0.5",
        "9223372036854775807",
        "'9223372036854775808'",
        "'+7'",
        "'0x10'",
        "'.5'",
        "'5.'",
        "'-0'",
        "1",
        "100",
    ];
    const UNARY: &str = "acos acosh asin asinh atan atanh ceil cos cosh degrees exp floor ln log log2 radians sin sinh sqrt tan tanh trunc";
    const BINARY: &str = "atan2 log mod pow";
    let mut expressions: Vec<String> = vec!["pi()".to_owned()];
    for name in UNARY.split(' ') {
        expressions.extend(ARGUMENTS.iter().map(|it| format!("{name}({it})")));
    }
    for name in BINARY.split(' ') {
        for left in ARGUMENTS {
            expressions.extend(ARGUMENTS.iter().map(|right| format!("{name}({left}, {right})")));
        }
    }
    let remote = server.database();
    let mut scratch = Scratch::new().unwrap();
    let mut wrong = Vec::new();
    for some in expressions.chunks(40) {
        let columns: Vec<String> = some
            .iter()
            .enumerate()
            .map(|(at, it)| format!("typeof({it}) AS t{at}, quote({it}) AS q{at}"))
            .collect();
        let sql = format!("SELECT {}", columns.join(", "));
        let engine = remote.ask(std::slice::from_ref(&sql)).unwrap();
        let rows = scratch.query(&sql).unwrap();
        for (at, expression) in some.iter().enumerate() {
            let engine = |column: &str| {
                engine[0]["results"][0][format!("{column}{at}")]
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            let own = |column: usize| rows.rows[0][2 * at + column].as_str().unwrap().to_owned();
            let is_near = |a: &str, b: &str| match (a.parse::<f64>(), b.parse::<f64>()) {
                (Ok(a), Ok(b)) => a == b || (a - b).abs() <= 4.0 * f64::EPSILON * a.abs(),
                _ => a == b,
            };
            if engine("t") != own(0) || !is_near(&engine("q"), &own(1)) {
                wrong.push(format!(
                    "{expression}: the engine gives {}, scratch {}",
                    engine("q"),
                    own(1)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn b9_defaults_are_refused_as_on_d1(server: &'static Server) {
    let remote = server.database();
    for sql in [
        "CREATE TABLE x (a DEFAULT (uuid()))",
        "CREATE TABLE x (a DEFAULT (ceiling(1.5)))",
        "CREATE TABLE x (a DEFAULT (lower(now())))",
        "CREATE TABLE x (a DEFAULT (floor(1.5)))",
        "CREATE TABLE x (a CHECK (uuid(a) > 0))",
        "CREATE TABLE x (a CHECK (if(a, 1, 0)))",
        "CREATE TABLE x (a, b AS (power(a, 2)))",
        "CREATE TABLE x (a); CREATE INDEX y ON x (log10(a))",
        "CREATE TABLE x (a); CREATE INDEX y ON x (a) WHERE json_pretty(a) > ''",
    ] {
        let batch: Vec<String> = sql.split("; ").map(str::to_owned).collect();
        let engine = remote.ask(&batch).err();
        let scratch = Scratch::new().unwrap().run(&batch).err().map(words);
        assert_eq!(engine.is_some(), scratch.is_some(), "{sql}: {engine:?}, {scratch:?}");
        if let Some((engine, scratch)) = engine.zip(scratch) {
            assert!(engine.contains(&scratch), "{sql}: {engine:?}, {scratch:?}");
        }
        remote.wipe();
    }
    let ask: Result<Vec<Json>, String> = remote.ask(&["SELECT 1".to_owned()]);
    assert!(ask.is_ok());
}
