//! Boundaries and kinds of tokens, the odd ones above all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use super::TokenKind::*;
use super::*;

fn lexed(sql: &str) -> Vec<(TokenKind, &str)> {
    let tokens = tokens(sql);
    let mut end = 0;
    for token in &tokens {
        assert_eq!(token.range.start, end, "gap before {token:?} in {sql:?}");
        assert!(!token.range.is_empty());
        end = token.range.end;
    }
    assert_eq!(end, sql.len());
    tokens
        .iter()
        .filter(|it| it.kind != Whitespace)
        .map(|it| (it.kind, it.text(sql)))
        .collect()
}

#[test]
fn words_take_dollars_and_unicode() {
    assert_eq!(
        lexed("a$b _x naïve 表😀"),
        [(Word, "a$b"), (Word, "_x"), (Word, "naïve"), (Word, "表😀")]
    );
}

#[test]
fn every_quote_style() {
    assert_eq!(
        lexed(r#""a""b" `c``d` [e f] 'it''s'"#),
        [
            (QuotedName, r#""a""b""#),
            (QuotedName, "`c``d`"),
            (QuotedName, "[e f]"),
            (String, "'it''s'")
        ]
    );
}

#[test]
fn an_unterminated_quote_takes_the_rest() {
    assert_eq!(lexed("a 'b c"), [(Word, "a"), (Illegal, "'b c")]);
    assert_eq!(lexed("\"b"), [(Illegal, "\"b")]);
    assert_eq!(lexed("'b''"), [(Illegal, "'b''")]);
    assert_eq!(lexed("[b"), [(Illegal, "[b")]);
}

#[test]
fn numbers() {
    assert_eq!(
        lexed("1 1.5 .5 5. 1e5 1E-5 0x1F 0X1f 1_000 1e+"),
        [
            (Number, "1"),
            (Number, "1.5"),
            (Number, ".5"),
            (Number, "5."),
            (Number, "1e5"),
            (Number, "1E-5"),
            (Number, "0x1F"),
            (Number, "0X1f"),
            (Number, "1_000"),
            (Illegal, "1e"),
            (Punctuation, "+")
        ]
    );
}

#[test]
fn blobs_and_what_only_looks_like_one() {
    assert_eq!(
        lexed("x'ab' X'' x'a' xa n'x'"),
        [
            (Blob, "x'ab'"),
            (Blob, "X''"),
            (Illegal, "x'a'"),
            (Word, "xa"),
            (Word, "n"),
            (String, "'x'")
        ]
    );
}

#[test]
fn operators_as_long_as_sqlite_knows_them() {
    let found: Vec<_> = lexed("a<>b<<c>=d||e->>f==g!=h<=i")
        .into_iter()
        .filter(|it| it.0 == Punctuation)
        .map(|it| it.1)
        .collect();
    assert_eq!(found, ["<>", "<<", ">=", "||", "->>", "==", "!=", "<="]);
}

#[test]
fn comments_end_where_sqlite_ends_them() {
    assert_eq!(
        lexed("a--b\r\nc/* d */e/* f"),
        [
            (Word, "a"),
            (LineComment, "--b\r"),
            (Word, "c"),
            (BlockComment, "/* d */"),
            (Word, "e"),
            (BlockComment, "/* f")
        ]
    );
    assert_eq!(lexed("a/*"), [(Word, "a"), (Punctuation, "/"), (Punctuation, "*")]);
    assert_eq!(lexed("/*/ x */"), [(BlockComment, "/*/ x */")]);
}

#[test]
fn dots_between_names_are_no_numbers() {
    assert_eq!(
        lexed("t._x t . _x"),
        [
            (Word, "t"),
            (Punctuation, "."),
            (Word, "_x"),
            (Word, "t"),
            (Punctuation, "."),
            (Word, "_x")
        ]
    );
}

#[test]
fn stray_bytes_are_illegal_and_alone() {
    assert_eq!(lexed("\u{b}^\0"), [(Illegal, "\u{b}"), (Illegal, "^"), (Illegal, "\0")]);
    assert_eq!(lexed("\u{feff}a"), [(Word, "a")]);
    assert_eq!(lexed("? ?12 :a @b $c ::"), {
        let variable = |text| (Variable, text);
        [
            variable("?"),
            variable("?12"),
            variable(":a"),
            variable("@b"),
            variable("$c"),
            (Illegal, ":"),
            (Illegal, ":"),
        ]
    });
}
