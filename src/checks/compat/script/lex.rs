//! JavaScript and TypeScript text → tokens, as far as finding SQL needs it. Never fails.
//!
//! A parser of the whole language (oxc) was weighed and passed over: it doubled the time that a clean build takes. What
//! decides here is only where strings, templates, comments and regular expressions begin and end. What looks like an
//! unterminated one (an apostrophe in JSX text) is a stray character, and reading goes on after it.

use std::ops::Range;

/// A token; comments and white space are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it is, in bytes of the file.
    pub(crate) range: Range<usize>,
    /// True if it begins a line.
    pub(crate) starts_line: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier or keyword.
    Word,
    /// A number.
    Number,
    /// `'…'` or `"…"`, quotes included.
    String,
    /// `` `…` `` with what stands between and within its `${…}`.
    Template(Vec<Part>),
    /// `/…/flags`.
    Regex,
    /// An operator, a bracket, a stray character.
    Mark,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Text as written, with its escapes.
    Text(Range<usize>),
    /// `${…}`: the range of all of it, and the tokens within.
    Hole(Range<usize>, Vec<Token>),
}

/// Templates within templates: deeper than any program nests them, and shallow enough for our stack.
const DEEPEST: usize = 50;

/// Templates that never end: each makes us read the rest of the file again.
const MOST_FAILURES: usize = 20;

/// Operators of more than one character, longest first where one begins another.
const OPERATORS: &[&str] = &[
    "...", "=>", "===", "!==", "==", "!=", "+=", "++", "--", "&&", "||", "??", "?.",
];

/// Words after which a `/` begins a regular expression, since no value ends there.
const BEFORE_A_VALUE: &[&str] = &[
    "return",
    "typeof",
    "case",
    "in",
    "of",
    "do",
    "else",
    "new",
    "delete",
    "void",
    "throw",
    "yield",
    "await",
    "instanceof",
    "default",
];

/// The tokens of a file.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        source,
        at: 0,
        depth: 0,
        lost: false,
        failures: 0,
    };
    if source.starts_with("#!") {
        lexer.skip_line();
    }
    lexer.run(false).0
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    depth: usize,
    /// Within a template that never ends: nothing is read until its outermost one has been given up.
    lost: bool,
    failures: usize,
}

impl Lexer<'_> {
    /// Tokens up to the end, or up to the `}` that ends a hole of a template; and whether that was met.
    fn run(&mut self, in_hole: bool) -> (Vec<Token>, bool) {
        let mut tokens: Vec<Token> = Vec::new();
        let mut braces = 0_usize;
        // For each open parenthesis: does it belong to `if (…)` and the like, after which no value has ended?
        let mut heads = Vec::new();
        let mut after_head = false;
        loop {
            let starts_line = self.skip_blank();
            let start = self.at;
            let Some(first) = self.byte(0).filter(|_| !self.lost) else {
                return (tokens, !in_hole);
            };
            let kind = match first {
                b'}' if in_hole && braces == 0 => {
                    self.at += 1;
                    return (tokens, true);
                }
                b'\'' | b'"' => self.string(first),
                b'`' => self.template(),
                b'/' if !after_head && self.divides(&tokens, starts_line) => self.mark(),
                b'/' => self.regex(),
                _ if is_word_start(first) => self.word(),
                b'0'..=b'9' => self.number(),
                b'.' if self.byte(1).is_some_and(|it| it.is_ascii_digit()) => self.number(),
                _ => self.mark(),
            };
            after_head = false;
            match (&kind, first) {
                (Kind::Mark, b'{') => braces += 1,
                (Kind::Mark, b'}') => braces = braces.saturating_sub(1),
                (Kind::Mark, b'(') => {
                    let last = tokens.last().map(|it| self.text(&it.range));
                    heads.push(matches!(last, Some("if" | "while" | "for" | "with")));
                }
                (Kind::Mark, b')') => after_head = heads.pop().unwrap_or(false),
                _ => {}
            }
            tokens.push(Token {
                kind,
                range: start..self.at,
                starts_line,
            });
        }
    }

    fn text(&self, range: &Range<usize>) -> &str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += rest.find('\n').unwrap_or(rest.len());
    }

    /// Skips white space and comments; true if a line ended meanwhile.
    fn skip_blank(&mut self) -> bool {
        let from = self.at;
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            if self.rest().starts_with("//") {
                self.skip_line();
            } else if let Some(body) = self.rest().strip_prefix("/*") {
                self.at += body.find("*/").map_or(body.len() + 2, |end| end + 4);
            } else if blank == 0 {
                break;
            }
        }
        from == 0 || self.text(&(from..self.at)).contains('\n')
    }

    /// True if a `/` here divides: a value ended before it, or it belongs to a tag of JSX.
    fn divides(&self, tokens: &[Token], starts_line: bool) -> bool {
        if self.byte(1) == Some(b'>') {
            return true;
        }
        let Some(last) = tokens.last() else {
            return false;
        };
        let text = self.text(&last.range);
        match last.kind {
            Kind::Word => !BEFORE_A_VALUE.contains(&text),
            Kind::Number | Kind::String | Kind::Template(_) | Kind::Regex => true,
            Kind::Mark => match text {
                ")" | "]" | "<" | "++" | "--" => true,
                "}" => !starts_line,
                _ => false,
            },
        }
    }

    fn mark(&mut self) -> Kind {
        let rest = self.rest();
        let length = OPERATORS
            .iter()
            .find(|it| rest.starts_with(**it))
            .map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |it| it.len());
        self.at += length;
        Kind::Mark
    }

    fn word(&mut self) -> Kind {
        let rest = self.rest().as_bytes();
        self.at += rest
            .iter()
            .take_while(|it| is_word_start(**it) || it.is_ascii_digit())
            .count();
        Kind::Word
    }

    fn number(&mut self) -> Kind {
        let rest = self.rest().as_bytes();
        self.at += rest
            .iter()
            .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.'))
            .count();
        Kind::Number
    }

    fn string(&mut self, quote: u8) -> Kind {
        let bytes = self.source.as_bytes();
        let mut end = self.at + 1;
        loop {
            match bytes.get(end) {
                Some(b'\\') => end += if self.text(&(end + 1..end + 3)) == "\r\n" { 3 } else { 2 },
                Some(byte) if *byte == quote => break,
                None | Some(b'\n') => return self.mark(),
                Some(_) => end += 1,
            }
        }
        self.at = end + 1;
        Kind::String
    }

    fn regex(&mut self) -> Kind {
        let bytes = self.source.as_bytes();
        let mut end = self.at + 1;
        let mut in_class = false;
        loop {
            match bytes.get(end) {
                None | Some(b'\n') => return self.mark(),
                Some(b'\\') => end += 1,
                Some(b'[') => in_class = true,
                Some(b']') => in_class = false,
                Some(b'/') if !in_class => break,
                Some(_) => {}
            }
            end += 1;
        }
        self.at = end + 1;
        let _ = self.word();
        Kind::Regex
    }

    fn template(&mut self) -> Kind {
        let start = self.at;
        if self.depth >= DEEPEST {
            self.lost = true;
        }
        let mut parts = Vec::new();
        self.at += 1;
        let mut from = self.at;
        while !self.lost {
            match self.byte(0) {
                None => break,
                Some(b'\\') => self.at += 2,
                Some(b'`') => {
                    parts.push(Part::Text(from..self.at));
                    self.at += 1;
                    return Kind::Template(parts);
                }
                Some(b'$') if self.byte(1) == Some(b'{') => {
                    let hole = self.at;
                    parts.push(Part::Text(from..hole));
                    self.at += 2;
                    self.depth += 1;
                    let (tokens, closed) = self.run(true);
                    self.depth -= 1;
                    if !closed {
                        break;
                    }
                    parts.push(Part::Hole(hole..self.at, tokens));
                    from = self.at;
                }
                Some(_) => self.at += 1,
            }
        }
        self.lost = self.depth > 0;
        self.at = start;
        if !self.lost {
            self.failures += 1;
            if self.failures > MOST_FAILURES {
                self.at = self.source.len();
            }
        }
        self.mark()
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'#') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    /// Each token as written, between bars.
    fn cut(source: &str) -> String {
        let all = tokens(source);
        all.iter()
            .map(|it| &source[it.range.clone()])
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn comments_hide_what_they_hold() {
        assert_eq!(cut("a // 'b\n/* ` */ c /** \" **/ d"), "a|c|d");
        assert_eq!(cut("#!/usr/bin/env node\n'a'"), "'a'");
        assert_eq!(cut("a /* without end"), "a");
        assert_eq!(cut("'// no' + \"/* no */\""), "'// no'|+|\"/* no */\"");
    }

    #[test]
    fn a_slash_divides_or_begins_a_regular_expression() {
        assert_eq!(cut("a / b / c"), "a|/|b|/|c");
        assert_eq!(cut("x = /'/g; y"), "x|=|/'/g|;|y");
        assert_eq!(cut("f(/[/'\"]/, 'a')"), "f|(|/[/'\"]/|,|'a'|)");
        assert_eq!(cut("return /`/.test(x)"), "return|/`/|.|test|(|x|)");
        assert_eq!(cut("if (a) /'/.exec(b)"), "if|(|a|)|/'/|.|exec|(|b|)");
        assert_eq!(cut("(a) / b / 'c'"), "(|a|)|/|b|/|'c'");
        assert_eq!(cut("{ }\n/'/.exec(b)"), "{|}|/'/|.|exec|(|b|)");
        assert_eq!(cut("a[0] / 2 / '1'"), "a|[|0|]|/|2|/|'1'");
        assert_eq!(cut(r"/\//; 'a'"), r"/\//|;|'a'");
    }

    #[test]
    fn jsx_does_not_swallow_what_follows() {
        assert_eq!(cut("<p>Don't</p>\nf('a')"), "<|p|>|Don|'|t|<|/|p|>|f|(|'a'|)");
        assert_eq!(cut("<A {...b} /> + 'c'"), "<|A|{|...|b|}|/|>|+|'c'");
    }

    #[test]
    fn strings_with_escapes() {
        assert_eq!(
            cut(r#"'it\'s' "\\" "a\
b""#),
            "'it\\'s'|\"\\\\\"|\"a\\\nb\""
        );
        assert_eq!(cut("'a\n'b'"), "'|a|'b'");
        assert_eq!(cut("'a\\"), "'|a|\\");
    }

    #[test]
    fn templates_nest() {
        let source = "`a${ b ? `c${d}` : {e: '}'} }f` + g";
        assert_eq!(cut(source), "`a${ b ? `c${d}` : {e: '}'} }f`|+|g");
        let Kind::Template(parts) = &tokens(source)[0].kind else {
            panic!()
        };
        assert!(
            matches!(parts.as_slice(), [Part::Text(_), Part::Hole(hole, _), Part::Text(_)] if source[hole.clone()].ends_with("} }"))
        );
        assert_eq!(cut("`a ${ b"), "`|a|$|{|b");
        assert_eq!(cut("`\\`` \\` `\\${`"), "`\\``|\\|` `|\\|$|{|`");
    }

    #[test]
    fn nothing_is_too_deep_or_too_odd() {
        let deep = "`${".repeat(10_000);
        assert!(tokens(&deep).len() > 1);
        for odd in ["", "\\", "'", "`", "/", "é/ß/", "`${", "}", "`$", "'\\", "\u{feff}a"] {
            let _ = tokens(odd);
        }
    }
}
