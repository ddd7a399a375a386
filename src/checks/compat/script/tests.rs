//! Hard literals: what is found in a file, and where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

/// All SQL of a file; what is unknown in angle brackets.
fn found(source: &str) -> Vec<String> {
    let one = |it: Passed| match it.texts {
        Ok(texts) => texts.iter().map(Text::shown).collect::<Vec<_>>(),
        Err(written) => vec![format!("<{written}>")],
    };
    read(source).passed.into_iter().flat_map(one).collect()
}

#[test]
fn strings_templates_and_tags() {
    assert_eq!(found("await env.DB.prepare('SELECT 1').all()"), ["SELECT 1"]);
    assert_eq!(found("db.exec(\"DELETE FROM t\", x)"), ["DELETE FROM t"]);
    assert_eq!(
        found("const q = sql`SELECT ${a.b}`; db.sql<Row>`SELECT 2`"),
        ["SELECT ${a.b}", "SELECT 2"]
    );
    assert_eq!(
        found("db\n  .prepare<[number], Map<string, Row>>(\n    `SELECT\n 1`,\n  )"),
        ["SELECT 1"]
    );
    assert_eq!(found("this.db?.prepare?.('SELECT 1')"), ["SELECT 1"]);
}

#[test]
fn what_a_tagged_template_interpolates_is_bound() {
    let constants = "const R = 'admin', W = sql`a = ${R}`, N = { b: 'c' };\n";
    for (tagged, sql) in [
        ("sql`SELECT 1 WHERE a = ${R}`", "SELECT 1 WHERE a = ${R}"),
        ("sql`SELECT 1 WHERE a = ${\"x\"}`", "SELECT 1 WHERE a = ${\"x\"}"),
        ("sql`SELECT ${N.b}, ${'a' + R}`", "SELECT ${N.b}, ${'a' + R}"),
        ("db.all(sql<Row>`SELECT 1 WHERE ${W}`)", "SELECT 1 WHERE a = ${R}"),
        ("sql`SELECT 1 ${sql.raw(`ORDER BY ${R}`)}`", "SELECT 1 ORDER BY admin"),
        ("sql`SELECT 1 ${(sql.raw('LIMIT 1'))}`", "SELECT 1 LIMIT 1"),
        (
            "sql`SELECT 1 FROM ${sql.identifier('t')}`",
            "SELECT 1 FROM ${sql.identifier('t')}",
        ),
        (
            "sql`SELECT ${posts.id} FROM ${posts}`",
            "SELECT ${posts.id} FROM ${posts}",
        ),
        ("d.prepare(`SELECT ${R}`)", "SELECT admin"),
        ("d.prepare(sql`SELECT ${R}`)", "SELECT ${R}"),
    ] {
        let found = found(&format!("{constants}{tagged}"));
        let whole: Vec<_> = found.iter().filter(|it| it.starts_with("SELECT")).collect();
        assert!(
            !whole.is_empty() && whole.iter().all(|it| *it == sql),
            "{tagged}: {found:?}"
        );
    }
    assert_eq!(
        found("sql`SELECT 1 WHERE ${x ? sql`a = 1` : sql`b = ${2}`}`")[..2],
        ["SELECT 1 WHERE a = 1", "SELECT 1 WHERE b = ${2}"]
    );
}

#[test]
fn comments_and_strings_about_sql_are_none() {
    assert!(found("// db.prepare('SELECT 1')\n/* db.prepare('a') */ const a = \"db.prepare('SELECT 1')\"").is_empty());
    assert!(found("const m = /\\.prepare\\('a'\\)/; re.exec(line); prepare('x'); a.prepared('y')").is_empty());
    assert!(found("this.ctx.storage.sql.exec('SELECT 1')").is_empty());
}

#[test]
fn literals_are_joined() {
    assert_eq!(
        found("d.prepare('SELECT a ' +\n  // why\n  \"FROM t \" + `WHERE b = ${c}`)"),
        ["SELECT a FROM t WHERE b = ${c}"]
    );
    assert_eq!(found("d.prepare(('SELECT ' + x) + ' FROM t')"), ["SELECT ${x} FROM t"]);
    assert_eq!(
        found("d.prepare(['SELECT a', 'FROM t',].join(' '))"),
        ["SELECT a FROM t"]
    );
    assert_eq!(found("d.prepare(`\n SELECT 1\n`.trim())"), ["SELECT 1"]);
    assert_eq!(
        found("d.prepare(x ? 'SELECT 1' : y ? 'SELECT 2' : z)"),
        ["SELECT 1", "SELECT 2", "${z}"]
    );
    assert_eq!(
        found("d.prepare(`SELECT 1 ${x ? 'LIMIT 1' : ''}`)"),
        ["SELECT 1 LIMIT 1", "SELECT 1"]
    );
    assert_eq!(found("d.prepare('SELECT 1' as const)"), ["SELECT 1"]);
}

#[test]
fn constants_are_those_in_sight() {
    assert_eq!(found("const Q: string = 'SELECT 1'\nd.prepare(Q)"), ["SELECT 1"]);
    assert_eq!(
        found("const Q = {\n a: `SELECT 1`, 'b': 'SELECT 2' } as const;\nd.prepare(Q.b)"),
        ["SELECT 2"]
    );
    assert_eq!(
        found(
            "const q = 'SELECT 0';\nfunction a() { const q = 'SELECT 1'; d.prepare(q) }\nfunction b() { const q = 'SELECT 2'\n d.prepare(q) }\nd.prepare(q)"
        ),
        ["SELECT 1", "SELECT 2", "SELECT 0"]
    );
    assert_eq!(
        found("const T = 'users';\nd.prepare(`SELECT * FROM ${T}`)"),
        ["SELECT * FROM users"]
    );
    assert_eq!(found("d.prepare(Q); const Q = 'SELECT 1'"), ["SELECT 1"]);
}

#[test]
fn what_changes_on_the_way_is_not_known() {
    assert_eq!(found("let q = f(); if (a) q = g(); d.prepare(q)"), ["<q>"]);
    assert_eq!(
        found("let q = 'SELECT 1'; function f(x) { let q; d.prepare(q) }"),
        ["<q>"]
    );
    let many = format!("let q = 'SELECT 1'; {} d.prepare(q)", "q += ' ';".repeat(100));
    assert_eq!(found(&many), ["<q>"]);
    assert_eq!(
        found("let Q = { a: 'SELECT 1' }; Q = load(); d.prepare(Q.a)"),
        ["<Q.a>"]
    );
    assert_eq!(found("d.prepare(build(a))"), ["<build(a)>"]);
    assert_eq!(found("d.prepare(imported.q)"), ["<imported.q>"]);
    assert_eq!(found("const a = b; const b = a; d.prepare(a)"), ["<a>"]);
}

#[test]
fn variables_are_put_together_in_every_way() {
    assert_eq!(
        found("let q = 'SELECT 1'; if (a) q = 'SELECT 2'; d.prepare(q)"),
        ["SELECT 1", "SELECT 2"]
    );
    assert_eq!(
        found("let q; if (a) q = 'SELECT 1'; else q = `SELECT 2`; d.prepare(q)"),
        ["SELECT 1", "SELECT 2"]
    );
    assert_eq!(
        found("let q = 'SELECT 1'; if (a) { q += ' WHERE b' }; q = q + ` LIMIT ${n}`; d.prepare(q)"),
        [
            "SELECT 1 WHERE b LIMIT ${n}",
            "SELECT 1",
            "SELECT 1 WHERE b",
            "SELECT 1 LIMIT ${n}"
        ]
    );
    assert_eq!(
        found("let q = 'SELECT 1'; for (const a of b) q += more(a); d.prepare(q)"),
        ["SELECT 1 ${what q += adds}", "SELECT 1"]
    );
    assert_eq!(
        found("const Q = { a: 'SELECT 1' }; Q.a += ' LIMIT 1'; d.prepare(Q.a)"),
        ["SELECT 1 LIMIT 1", "SELECT 1"]
    );
    assert_eq!(
        found("let q = 'SELECT 1'; { let q = 'SELECT 2'; q += ' LIMIT 1' } d.prepare(q)"),
        ["SELECT 1"],
        "that is another variable"
    );
    let unknown = |source: &str| {
        let steps = read(source).passed.into_iter().flat_map(|it| it.steps);
        steps.filter_map(|it| it.unknown).collect::<Vec<_>>()
    };
    for (source, steps) in [
        ("let q = 'SELECT 1'; q += f(); d.prepare(q)", vec!["gets added"]),
        ("let q = 'SELECT 1'; q ||= f(); d.prepare(q)", vec!["is set to"]),
        ("let q = 'SELECT 1'; a(), q = f(); d.prepare(q)", vec!["is set to"]),
        ("let q = 'SELECT 1'; for (q of all) d.prepare(q)", vec!["is set to"]),
        (
            "let q = 'SELECT 1'; q = `${q} LIMIT 1`; d.prepare(q)",
            vec!["is set to"],
        ),
        ("let q = f(); q += ' LIMIT 1'; d.prepare(q)", vec!["begins with"]),
        ("const q = 'SELECT 1'; function f(a, q = 1) {} d.prepare(q)", vec![]),
        ("let n = 1; n += 1; d.prepare(`SELECT ${n}`)", vec![]),
    ] {
        assert_eq!(unknown(source), steps, "{source}");
    }
}

#[test]
fn raw_sql_is_sql() {
    assert_eq!(found("db.all(sql.raw('SELECT 1'))"), ["SELECT 1"]);
    assert_eq!(found("const q = 'SELECT 1'; db.all(sql.raw(q))"), ["SELECT 1"]);
    assert_eq!(found("db.all(sql.raw(build(a)))"), ["<build(a)>"]);
}

#[test]
fn calls_within_templates_count() {
    assert_eq!(found("`${await d.prepare(`SELECT ${`${x}`}`)}`"), ["SELECT ${x}"]);
}

#[test]
fn places_are_those_in_the_file() {
    let source = "d.prepare('SELECT \\'a\\', ' +\n  `b`)";
    let text = read(source).passed.remove(0).texts.unwrap().remove(0);
    let at = text.sql.find('b').unwrap();
    assert_eq!(&source[text.offset(at)..][..1], "b");
    assert_eq!(
        &source[text.offset(9)..][..2],
        "\\'",
        "an escape begins at its backslash"
    );
}

#[test]
fn constants_of_constants_stay_small() {
    let mut source = "const a0 = 'SELECT 1';".to_owned();
    for step in 1..60 {
        source.push_str(&format!("const a{step} = a{0} + a{0} + (x ? a{0} : a{0});", step - 1));
    }
    source.push_str("d.prepare(a59)");
    assert!(found(&source).len() <= 8);
    assert_eq!(found(&format!("d.prepare({}", "(".repeat(50_000))).len(), 0);
}

#[test]
fn exported_texts_and_receivers() {
    let source = "export const A = 'SELECT 1', Q = { b: `SELECT 2`, c: f() };\nconst B = 'SELECT 3';\nenv.DB.prepare(x); a().prepare(y)";
    let script = read(source);
    let exported: Vec<_> = script
        .exported
        .iter()
        .map(|it| (it.name.as_str(), it.texts[0].shown()))
        .collect();
    assert_eq!(exported, [("A", "SELECT 1".to_owned()), ("Q.b", "SELECT 2".to_owned())]);
    let receivers: Vec<_> = script.passed.iter().map(|it| it.receiver.as_deref()).collect();
    assert_eq!(receivers, [Some("DB"), None]);
}
