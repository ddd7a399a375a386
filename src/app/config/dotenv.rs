//! `.env` files, read as wrangler's parser (dotenv 16.3 with dotenv-expand 12) reads them.

use std::collections::BTreeMap;

/// The assignments of a file's text, in the order of their lines; what is no assignment is passed over.
pub(crate) fn parse(text: &str) -> Vec<(String, String)> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        match assignment(rest) {
            Some((name, value, after)) => {
                found.push((name, value));
                rest = after;
            }
            None => rest = rest.split_once('\n').map_or("", |(_, after)| after),
        }
    }
    found
}

/// `export NAME = value # comment` at the beginning of a text, and what follows its line.
fn assignment(text: &str) -> Option<(String, String, &str)> {
    let start = text.trim_start();
    let start = match start.strip_prefix("export") {
        Some(after) if after.starts_with(char::is_whitespace) => after.trim_start(),
        _ => start,
    };
    let end = start.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-')))?;
    let (name, after) = start.split_at(end);
    let spaced = after.trim_start();
    let after = match (spaced.strip_prefix('='), after.strip_prefix(':')) {
        (Some(after), _) => after,
        // A colon follows the name at once, and a space follows it.
        (None, Some(after)) if after.starts_with(char::is_whitespace) => after,
        _ => return None,
    };
    if name.is_empty() {
        return None;
    }
    let (value, after) = value(after);
    Some((name.to_owned(), value, after))
}

/// A value, quoted (over several lines, too) or up to a comment or the end of its line; and what follows that line.
fn value(text: &str) -> (String, &str) {
    let start = text.trim_start();
    if let Some(quote) = start.chars().next().filter(|it| matches!(it, '\'' | '"' | '`'))
        && let Some((inside, after)) = quoted(start, quote)
    {
        let line = after.split_once('\n');
        let behind = line.map_or(after, |(behind, _)| behind).trim();
        if behind.is_empty() || behind.starts_with('#') {
            let value = match quote {
                '"' => inside.replace("\\n", "\n").replace("\\r", "\r"),
                _ => inside.to_owned(),
            };
            return (value, line.map_or("", |(_, after)| after));
        }
    }
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let value = line.split_once('#').map_or(line, |(value, _)| value);
    let value = value.trim();
    let unquoted = ['\'', '"', '`']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    (unquoted.unwrap_or(value).to_owned(), after)
}

/// The text between two quotes; a backslash keeps the second from being one.
fn quoted(text: &str, quote: char) -> Option<(&str, &str)> {
    let inside = text.get(1..)?;
    let mut escaped = false;
    for (at, it) in inside.char_indices() {
        match it {
            _ if it == quote && !escaped => return Some((inside.get(..at)?, inside.get(at + 1..)?)),
            _ => escaped = it == '\\' && !escaped,
        }
    }
    None
}

/// Values with `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` replaced from `known` and earlier values.
/// A name that `known` sets to something keeps that.
pub(crate) fn expand(parsed: &[(String, String)], known: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (name, value) in parsed {
        let set = known.get(name).filter(|it| !it.is_empty());
        let value = match set {
            Some(set) => set.clone(),
            None => replaced(value, |name| {
                let here = || all.get(name).cloned();
                known.get(name).cloned().or_else(here).unwrap_or_default()
            }),
        };
        all.insert(name.clone(), value.replace("\\$", "$"));
    }
    all
}

/// References within a value are followed, up to this many; a circle ends there.
const DEEPEST: usize = 100;

fn replaced(value: &str, get: impl Fn(&str) -> String) -> String {
    let mut text = value.to_owned();
    for _ in 0..DEEPEST {
        let Some((range, inside)) = reference(&text) else {
            return text;
        };
        let operator = [":+", ":-", "+", "-"]
            .iter()
            .filter_map(|operator| Some((inside.find(operator)?, *operator)))
            .min_by_key(|(at, operator)| (*at, 2 - operator.len()));
        let new = match operator {
            None => get(&inside),
            Some((at, operator)) => {
                let value = get(inside.get(..at).unwrap_or_default());
                let other = inside.get(at + operator.len()..).unwrap_or_default().to_owned();
                match (operator.ends_with('+'), value.is_empty()) {
                    (true, false) | (false, true) => other,
                    (true, true) => String::new(),
                    (false, false) => value,
                }
            }
        };
        text.replace_range(range, &new);
    }
    text
}

/// The first `$NAME` or `${…}` that no backslash keeps, and what it names.
fn reference(text: &str) -> Option<(std::ops::Range<usize>, String)> {
    let mut before = ' ';
    for (at, it) in text.char_indices() {
        if it == '$' && before != '\\' {
            let after = text.get(at + 1..).unwrap_or_default();
            if let Some(inside) = after.strip_prefix('{')
                && let Some(end) = inside.find(['{', '}'])
                && end > 0
                && inside.get(end..).is_some_and(|it| it.starts_with('}'))
            {
                return Some((at..at + end + 3, inside.get(..end)?.to_owned()));
            }
            let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
            let end = after.find(|it| !is_name(it)).unwrap_or(after.len());
            if end > 0 && !after.starts_with(|it: char| it.is_ascii_digit()) {
                return Some((at..at + 1 + end, after.get(..end)?.to_owned()));
            }
        }
        before = it;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What dotenv 16.3.1 gives for the same text.
    #[test]
    fn assignments_as_dotenv_reads_them() {
        let text = "# a comment\nA=1\n export B = two words # c\nC='it # is'\nD=\"a\\nb\"\nE=\nF: x\nG=a=b\nH=\"x\ny\"\nnonsense\nI='un\nJ=`q`\r\nK.l-m=1\nL='a' 'b'";
        let expected = [
            ("A", "1"),
            ("B", "two words"),
            ("C", "it # is"),
            ("D", "a\nb"),
            ("E", ""),
            ("F", "x"),
            ("G", "a=b"),
            ("H", "x\ny"),
            ("I", "'un"),
            ("J", "q"),
            ("K.l-m", "1"),
            ("L", "a' 'b"),
        ];
        let found = parse(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn references_are_followed_and_what_is_set_wins() {
        let known = BTreeMap::from([("SET".to_owned(), "s".to_owned()), ("EMPTY".to_owned(), String::new())]);
        let parsed =
            parse("SET=file\nEMPTY=file\nA=$SET-${NONE:-d}\nB=${A}x\nC=\\$A\nD=${SET:+y}${NONE:+z}\nE=$E\nF=pa$$word");
        let found = expand(&parsed, &known);
        let get = |name: &str| found.get(name).map(String::as_str);
        assert_eq!((get("SET"), get("EMPTY")), (Some("s"), Some("file")));
        assert_eq!((get("A"), get("B"), get("C")), (Some("s-d"), Some("s-dx"), Some("$A")));
        assert_eq!((get("D"), get("E"), get("F")), (Some("y"), Some(""), Some("pa$")));
    }
}
