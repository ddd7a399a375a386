//! Pairs of expressions that must meet, and pairs that must not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::sql::lexemes;

fn form(text: &str) -> String {
    canonical(&lexemes(text), &|word| {
        matches!(word, "a" | "b" | "left" | "right" | "key" | "end" | "order")
    })
}

fn same(pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        assert_eq!(form(left), form(right), "{left:?} and {right:?} mean the same");
    }
}

fn different(pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        assert_ne!(form(left), form(right), "{left:?} and {right:?} differ");
    }
}

#[test]
fn spelling_does_not_count() {
    same(&[
        ("A  >\n0", "a>0"),
        ("a /* c */ > 0 -- d", "a > 0"),
        ("\"A\" > 0", "[a]>0"),
        ("`a`", "a"),
        ("a == b", "a = b"),
        ("a <> b", "a != b"),
        ("lower(a)", "LOWER ( \"A\" )"),
        ("a IN (1,2)", "a in(1, 2)"),
        ("X'AB'", "x'ab'"),
        ("1E5", "1e5"),
        ("1_000", "1000"),
        ("main.a", "a"),
        ("\"main\".a", "a"),
        ("a COLLATE \"NOCASE\"", "a collate nocase"),
        ("CAST(a AS \"TEXT\")", "cast(a as text)"),
    ]);
}

#[test]
fn null_tests_have_one_spelling() {
    same(&[
        ("a ISNULL", "a IS NULL"),
        ("a NOTNULL", "a IS NOT NULL"),
        ("a NOT NULL", "a IS NOT NULL"),
        ("(a) NOT NULL AND b", "(a) notnull and b"),
        ("a IS NOT DISTINCT FROM b", "a IS b"),
        ("a IS DISTINCT FROM b", "a IS NOT b"),
        ("a IS NULL OR b ISNULL", "a ISNULL OR b IS NULL"),
    ]);
    different(&[
        ("a IS NULL", "a IS NOT NULL"),
        ("a IS NOT NULL + 1", "a NOT NULL + 1"),
        ("a AND NOT NULL", "a NOTNULL"),
        ("a IS NULL || b", "a ISNULL || b"),
    ]);
}

#[test]
fn literals_keep_their_value_and_type() {
    different(&[
        ("'Hello'", "'hello'"),
        ("0x80000000", "2147483648"),
        ("0x1F", "x'1F'"),
        ("'1'", "1"),
        ("1.0", "1"),
        ("'a b'", "'a  b'"),
        ("a IS TRUE", "a IS 1"),
    ]);
}

#[test]
fn a_double_quoted_word_that_names_nothing_is_a_string() {
    different(&[("\"Hello\"", "\"hello\""), ("\"nope\"", "nope")]);
    same(&[("\"Hello\"", "'Hello'"), ("\"A\"", "\"a\"")]);
    // Backquotes and brackets never make a string.
    same(&[
        ("`Nope`", "[nope]"),
        ("t.\"Nope\"", "t.nope"),
        ("\"Nope\"(1)", "nope(1)"),
    ]);
}

#[test]
fn keywords_and_names_of_the_same_spelling_stay_apart() {
    different(&[
        ("FROM a LEFT JOIN b", "FROM a \"left\" JOIN b"),
        ("\"current_time\"", "current_time"),
        ("`null`", "null"),
        ("`current_date`", "current_date"),
        ("`true`", "true"),
    ]);
    same(&[
        ("left < right", "\"left\" < \"right\""),
        ("key > 0", "\"key\" > 0"),
        ("\"order\"", "[ORDER]"),
        ("FROM a left outer JOIN b", "from a LEFT OUTER join b"),
    ]);
}

#[test]
fn a_case_may_stand_in_parentheses_of_its_own() {
    same(&[
        ("x = CASE a WHEN 1 THEN 2 END", "x = (case a when 1 then 2 end)"),
        (
            "case a when 1 then case b when 1 then 2 end end",
            "(case a when 1 then (case b when 1 then 2 end) end)",
        ),
        ("f(case a when 1 then 2 end)", "f( CASE a WHEN 1 THEN 2 END )"),
    ]);
    different(&[("f(case a when 1 then 2 end, 1)", "f(case a when 1 then 2, 1 end)")]);
    same(&[("case when a then b notnull end", "(case when a then b not null end)")]);
    // A column may be called end.
    same(&[(
        "case when end > 1 then \"end\" end",
        "case when \"end\" > 1 then end end",
    )]);
}

#[test]
fn line_breaks_in_strings_equal_their_one_line_form() {
    same(&[
        ("'a\nb'", "('a' || char(10) || 'b')"),
        ("'a\r\n\nb'''", "('a' || char(13, 10, 10) || 'b''')"),
        ("'\n'", "('' || char(10) || '')"),
    ]);
    different(&[("'a\nb'", "'a b'"), ("'a\nb'", "'a\r\nb'")]);
}

#[test]
fn structure_is_never_lost() {
    different(&[
        ("a AND (b OR a)", "a AND b OR a"),
        ("a || b", "b || a"),
        ("a - -1", "a - 1"),
        ("a, b", "a b"),
        ("\"a b\"", "a b"),
        ("`a b`", "`a` `b`"),
        ("`a\"b`", "`a` `b`"),
    ]);
}

#[test]
fn odd_input_does_not_panic() {
    for text in [
        "",
        "(",
        ")",
        "'",
        "\"",
        "case",
        "end",
        "is",
        "is not",
        "main.",
        ".",
        "is null is",
        "\u{0}",
    ] {
        form(text);
    }
}
