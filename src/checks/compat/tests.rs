//! Sources against two schemas: what breaks where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::PathBuf;

use super::*;
use crate::database::Scratch;
use crate::introspect;
use crate::schema::Pair;

const OLD: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT NOT NULL, age INT); CREATE TABLE old (a)";
const NEW: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, handle TEXT NOT NULL, age INT, slug TEXT NOT NULL)";

pub(super) fn side(sql: &str) -> Side {
    let mut scratch = Scratch::new().unwrap();
    scratch.execute(sql).unwrap();
    let schema = introspect::read(&mut scratch).unwrap().schema;
    Side { schema, scratch }
}

fn judged(name: &str, text: &str) -> Judgement {
    let source = Source {
        path: PathBuf::from(name),
        text: text.to_owned(),
    };
    judge(
        &find(vec![source], &["SCORES".to_owned()]),
        &mut Pair {
            from: side(OLD),
            to: side(NEW),
        },
    )
}

/// `KIND LINE:COLUMN MESSAGE` for what breaks, `note …` and `left …`, for one statement passed to prepare.
fn told(text: &str) -> Vec<String> {
    let judgement = judged("a.ts", text);
    let at = |place: &Place| format!("{}:{}", place.line, place.column);
    let breaks = judgement
        .breaks
        .iter()
        .map(|it| format!("{:?} {} {}", it.kind, at(&it.place), it.message));
    let notes = judgement
        .notes
        .iter()
        .map(|it| format!("note {} {}", at(&it.place), it.message));
    let left = judgement
        .unchecked
        .iter()
        .map(|it| format!("left {} {}", at(&it.place), it.reason));
    breaks.chain(notes).chain(left).collect()
}

fn prepared(sql: &str) -> Vec<String> {
    told(&format!("d.prepare(`{sql}`)"))
}

#[test]
fn what_breaks_and_where() {
    assert_eq!(
        prepared("SELECT id, login FROM users"),
        ["OldCode 1:23 no such column: login"]
    );
    assert_eq!(
        prepared("SELECT handle FROM users"),
        ["NewCode 1:19 no such column: handle"]
    );
    assert_eq!(prepared("SELECT nme FROM users"), ["Broken 1:19 no such column: nme"]);
    assert_eq!(prepared("SELECT id FROM users"), [""; 0]);
    assert!(prepared("DELETE FROM old")[0].ends_with("no such table: old"));
    assert_eq!(
        told("d.prepare(\n  'SELECT id, ' +\n  'login FROM users')"),
        ["OldCode 3:4 no such column: login"]
    );
}

#[test]
fn a_required_column_without_a_value() {
    assert_eq!(
        told("d.prepare('INSERT INTO users (age) VALUES (?)')"),
        ["Broken 1:12 no value for users.handle, users.slug, which must not be NULL and has no default"]
    );
    assert_eq!(
        told("d.prepare('INSERT INTO users VALUES (?, ?, ?)')"),
        ["OldCode 1:12 table users has 4 columns but 3 values were supplied"]
    );
}

#[test]
fn a_double_quoted_name_is_no_text() {
    for sql in [
        "SELECT \"login\" FROM users",
        "SELECT \"login\" FROM users WHERE age = \"known to neither, so a text\"",
    ] {
        assert_eq!(
            told(&format!("d.prepare('{sql}')")),
            ["OldCode 1:19 no such column: login"]
        );
    }
    assert_eq!(told("d.prepare('SELECT id FROM users WHERE age = \"text\"')"), [""; 0]);
}

#[test]
fn interpolations_become_what_can_stand_there() {
    for sql in [
        "SELECT id FROM users WHERE age = ${age}",
        "SELECT id FROM users ${where} LIMIT ${n}",
        "SELECT id FROM users WHERE id IN (${ids.map(() => '?').join()})",
        "SELECT id FROM users WHERE id IN ${list}",
        "SELECT id FROM users ORDER BY ${column} ${direction}",
        "SELECT id FROM users WHERE age LIKE '%${x}%' -- ${y}",
        "INSERT INTO old (a) VALUES (${a})",
        "UPDATE users SET age = ${a} WHERE ${conditions.join(' AND ')}",
    ] {
        let told = prepared(sql);
        assert!(
            told.iter().all(|it| it.contains("no such table: old")),
            "{sql}: {told:?}"
        );
    }
    assert_eq!(
        prepared("SELECT login FROM users ${where}"),
        ["OldCode 1:19 no such column: login"]
    );
    assert_eq!(
        prepared("INSERT INTO users (id, handle, slug) VALUES ${rows}").len(),
        1,
        "a row of values has as many parameters as there are columns"
    );
    assert!(prepared("INSERT INTO users (id, handle, slug) VALUES (${values})")[0].starts_with("NewCode"));
}

#[test]
fn a_constant_in_a_tagged_template_is_a_parameter() {
    for text in [
        "const ROLE = \"admin\"; db.all(sql`SELECT id FROM users WHERE age = ${ROLE}`)",
        "db.all(sql`SELECT id FROM users WHERE age = ${\"admin\"}`)",
        "db.all(sql`SELECT id FROM users WHERE ${sql`age = ${'admin'}`}`)",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
    assert_eq!(
        told("db.run(sql`UPDATE users SET login = ${\"x\"}`)"),
        ["OldCode 1:12 no such column: login"]
    );
    assert_eq!(
        told("const W = sql`login = 1`; db.all(sql`SELECT id FROM users WHERE ${W}`)"),
        ["OldCode 1:15 no such column: login"],
        "a part that is SQL is SQL"
    );
    assert_eq!(
        told("const C = 'login'; db.prepare(`SELECT id FROM users WHERE ${C} = ?`)"),
        ["OldCode 1:12 no such column: login"],
        "without a tag it is SQL, too"
    );
}

#[test]
fn every_step_of_a_variable_is_checked_or_told() {
    assert_eq!(
        told("let q = 'SELECT id FROM users WHERE 1=1'; if (s) q += ' AND login = ?'; d.prepare(q)"),
        ["OldCode 1:61 no such column: login"]
    );
    for text in [
        "let q = 'SELECT id FROM users WHERE 1=1'; if (s) q += ' AND age = ?'; d.prepare(q)",
        "let q = 'SELECT id FROM'; q += ' users'; d.prepare(q)",
        "let q = 'SELECT id FROM users'; if (a) q += ' WHERE age = ?'; else q += ' WHERE id = ?'; d.prepare(q)",
        "let w = ''; if (a) w = 'WHERE age = ?'; d.prepare(`SELECT id FROM users ${w}`)",
        "let s = ''; if (a) s += 'age = ?'; d.prepare(`UPDATE users SET ${s} WHERE id = ?`)",
        "let q = 'no SQL'; q = 'SELECT id FROM users'; d.prepare(q)",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
    assert_eq!(
        told("let q = 'SELECT id FROM users'; if (a) q = 'SELECT login FROM users'; d.prepare(q)"),
        ["OldCode 1:52 no such column: login"]
    );
    assert_eq!(
        told("let q = 'SELECT id FROM users'; if (a) q += more(a); d.prepare(q)"),
        ["left 1:40 what `q` gets added is not known here"]
    );
    assert_eq!(
        told("let s = ''; s += more(a); s = s.slice(2); d.prepare(`UPDATE users SET ${s} WHERE id = ?`)"),
        [
            "left 1:13 what `s` gets added is not known here",
            "left 1:27 what `s` is set to is not known here",
            "left 1:54 ${what s += adds} is where SQL takes no parameter"
        ]
    );
    assert_eq!(
        told("let q = 'SELECT id FROM users'; if (a) q += ' WHERE nme = ?'; d.prepare(q)"),
        ["left 1:40 `q` with this works on neither schema, as far as is known: no such column: nme"]
    );
    let judgement = judged(
        "a.ts",
        "let q = 'SELECT login FROM users'; if (a) q += ' LIMIT 1'; d.prepare(q)",
    );
    assert_eq!(
        (judgement.checked, judgement.breaks.len()),
        (1, 1),
        "one trouble is told once"
    );
    assert_eq!(
        told("let q = 'SELECT * FROM users'; if (a) q += ' LIMIT 1'; d.prepare(q)").len(),
        1,
        "and so is one note"
    );
}

#[test]
fn raw_sql_is_checked_or_told() {
    assert_eq!(
        told("db.all(sql.raw('SELECT login FROM users'))"),
        ["OldCode 1:24 no such column: login"]
    );
    assert_eq!(
        told("db.all(sql.raw(build()))"),
        ["left 1:16 the value of `build()` is not known here"]
    );
}

#[test]
fn what_cannot_be_told_is_said() {
    assert_eq!(
        prepared("SELECT id FROM ${table}"),
        ["left 1:12 ${table} is where SQL takes no parameter"]
    );
    assert_eq!(
        prepared("SELECT id FROM users_${year}"),
        ["left 1:12 ${year} is part of a name"]
    );
    assert_eq!(
        prepared("SELECT \"${c}\" FROM users"),
        ["left 1:12 ${c} is part of a name"]
    );
    assert_eq!(
        prepared("SELECT o.total FROM users ${join}"),
        ["left 1:12 no such column: o.total, as far as ${join} is known"]
    );
    assert_eq!(told("d.prepare(q)"), ["left 1:11 the value of `q` is not known here"]);
    assert_eq!(
        prepared("${base} WHERE id = ?"),
        ["left 1:12 it begins with `${base}`, which is not known here"]
    );
    assert_eq!(
        told("db.all(sql`${users.id} = ${id}`)"),
        [""; 0],
        "a part of a template"
    );
    assert_eq!(prepared("${with} SELECT id FROM users"), [""; 0]);
    assert_eq!(
        prepared("DROP TABLE users"),
        ["left 1:12 it changes the schema itself; use the schema files for that"]
    );
}

#[test]
fn other_columns_are_a_note() {
    assert_eq!(
        prepared("SELECT * FROM users"),
        ["note 1:12 it returns rows without login, with handle, with slug on the new schema"]
    );
}

#[test]
fn values_without_names_that_go_elsewhere_are_a_note() {
    let moved = |before: &str, after: &str, sql: &str| {
        let source = Source {
            path: PathBuf::from("a.ts"),
            text: format!("d.prepare('{sql}')"),
        };
        let (from, to) = (side(before), side(after));
        let judgement = judge(&find(vec![source], &[]), &mut Pair { from, to });
        assert_eq!((judgement.checked, judgement.breaks.len()), (1, 0), "{sql}");
        judgement.notes.into_iter().map(|it| it.message).collect::<Vec<_>>()
    };
    let (before, after) = ("CREATE TABLE p (id, a, b)", "CREATE TABLE p (id, b, c, g AS (id))");
    for sql in [
        "INSERT INTO p VALUES (?, ?, ?)",
        "REPLACE INTO main.p AS x SELECT 1, 2, 3",
    ] {
        assert_eq!(
            moved(before, after, sql),
            ["it names no columns, so on the new schema its values go to id, b, c instead of id, a, b"]
        );
    }
    assert_eq!(moved(before, before, "INSERT INTO p VALUES (?, ?, ?)"), [""; 0]);
    assert_eq!(moved(before, after, "INSERT INTO p (id, b) VALUES (?, ?)"), [""; 0]);
    assert_eq!(moved(before, after, "INSERT INTO p DEFAULT VALUES"), [""; 0]);
}

#[test]
fn what_is_not_about_rows_is_let_be() {
    for text in ["PRAGMA foreign_keys = on", "not SQL at all", ""] {
        assert_eq!(prepared(text), [""; 0], "{text}");
    }
}

#[test]
fn the_applications_own_tables_are_there() {
    let text = "d.exec('CREATE TABLE IF NOT EXISTS cache (k)'); d.prepare('SELECT k FROM cache'); d.prepare('SELECT z FROM cache')";
    let told = told(text);
    assert!(
        told[0].starts_with("Broken") && told[0].ends_with("no such column: z"),
        "{told:?}"
    );
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn sql_files_hold_one_statement_after_another() {
    let judgement = judged(
        "q.sql",
        "-- all\nSELECT id FROM users;\n\nSELECT id,\n  login FROM users;\n",
    );
    assert_eq!(judgement.checked, 2);
    assert_eq!(judgement.breaks[0].place.to_string(), "q.sql:5:3");
    assert_eq!(judgement.breaks[0].sql, "SELECT id, login FROM users");
}

#[test]
fn a_query_within_create_never_runs() {
    let endless = "CREATE TABLE x AS WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c";
    assert_eq!(prepared(endless).len(), 1);
}

#[test]
fn another_database_is_left_alone() {
    assert_eq!(
        told("env.SCORES.prepare('SELECT 1 FROM nowhere')"),
        ["left 1:20 it queries SCORES, which is another database"]
    );
}

#[test]
fn exported_texts_count_where_they_work_on_a_schema() {
    assert_eq!(
        told("export const Q = 'SELECT login FROM users'"),
        ["OldCode 1:26 no such column: login"]
    );
    assert_eq!(
        told("export const Q = 'SELECT login FROM users'; d.prepare(Q)").len(),
        1
    );
    assert_eq!(
        told("export const T = 'Select a file'; export const U = `Delete from ${x}`"),
        [""; 0]
    );
    let imported = Source {
        path: PathBuf::from("a.ts"),
        text: "import { Q } from './q'; d.prepare(Q.all); d.prepare(Q.none)".to_owned(),
    };
    let exporting = Source {
        path: PathBuf::from("q.ts"),
        text: "export const Q = { all: 'SELECT id FROM users' }".to_owned(),
    };
    let found = find(vec![imported, exporting], &[]);
    assert_eq!((found.statements.len(), found.unknown.len()), (1, 1));
}

#[test]
fn no_text_is_too_odd() {
    let whole = "#!x\nconst Q = { é: `SELECT ${a ? 'b\\'' : \"c\\u{41}\\x4\"} FROM \\`t\\``, }; let q: T<U> = \"é\" + Q.é!;\n\
                 q += [/['\"`]/g, 'd\\\n'].join(', '); /* ß */ d?.prepare<[X]>(q as const, 1).exec(sql`WITH ${x}${y}`) // é";
    let cuts: Vec<usize> = (0..=whole.len()).filter(|at| whole.is_char_boundary(*at)).collect();
    for at in cuts {
        let (head, tail) = whole.split_at(at);
        for text in [
            head,
            tail,
            &format!("{tail}{head}"),
            &format!("`${{{head}"),
            &format!("d.prepare({tail}"),
        ] {
            let _ = judged("a.ts", text);
            let _ = judged("a.sql", text);
        }
    }
}
