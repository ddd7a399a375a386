//! The arguments of an FTS5 table, read as FTS5 itself reads them (fts5_config.c), and their canonical form.
//! <https://www.sqlite.org/fts5.html#fts5_table_creation_and_initialization>

use super::canonical;

/// Options in the order in which FTS5 tries them: a key may be cut short, and the first that begins with it is meant.
const KEYS: &[&str] = &[
    "prefix",
    "tokenize",
    "content",
    "contentless_delete",
    "contentless_unindexed",
    "content_rowid",
    "columnsize",
    "locale",
    "detail",
    "tokendata",
];

/// What one argument says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Argument {
    /// `title` or `title UNINDEXED`.
    Column {
        /// Its name, without quotes.
        name: String,
        /// True unless it is UNINDEXED.
        indexed: bool,
    },
    /// `key = value`.
    Option {
        /// The whole key.
        key: &'static str,
        /// The value, without quotes.
        value: String,
    },
}

/// Reads one argument; `None` for what FTS5 refuses.
pub(crate) fn argument(text: &str) -> Option<Argument> {
    let (first, rest) = word(text.trim())?;
    let rest = rest.trim_start();
    let Some(value) = rest.strip_prefix('=') else {
        let indexed = rest.is_empty();
        let is_known = indexed || unquoted_word(rest)?.eq_ignore_ascii_case("unindexed");
        return is_known.then_some(Argument::Column { name: first, indexed });
    };
    let key = KEYS.iter().find(|it| {
        let head = it.get(..first.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(&first))
    })?;
    let value = match value.trim() {
        "" => String::new(),
        value => unquoted_word(value)?,
    };
    Some(Argument::Option { key, value })
}

/// The canonical form: columns in their order, then the options that are not the default, each in one spelling. `None`
/// where an argument cannot be read.
pub(crate) fn form(arguments: &[String]) -> Option<String> {
    let mut columns = Vec::new();
    let mut options: Vec<(&str, String)> = Vec::new();
    for text in arguments {
        match argument(text)? {
            Argument::Column { name, indexed } => {
                let mark = if indexed { "" } else { " UNINDEXED" };
                columns.push(canonical::name(&name) + mark);
            }
            Argument::Option { key, value } => options.push((key, value)),
        }
    }
    let first = |wanted: &str| options.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value);
    let mut forms = columns;
    // In the order in which most people write them.
    for key in ["content", "content_rowid", "tokenize"] {
        forms.extend(first(key).and_then(|value| option(key, value)));
    }
    forms.extend(prefixes(&options));
    for key in KEYS.iter().skip(3).filter(|key| **key != "content_rowid") {
        forms.extend(first(key).and_then(|value| option(key, value)));
    }
    Some(forms.join(" , "))
}

/// One option; `None` where it says what FTS5 does anyway.
fn option(key: &str, value: &str) -> Option<String> {
    let value = match key {
        "tokenize" => tokenizer(value),
        "content" | "content_rowid" => value.to_ascii_lowercase(),
        // It too may be cut short.
        "detail" => match value.to_ascii_lowercase().as_str() {
            "" => return None,
            value if "full".starts_with(value) => return None,
            value if "none".starts_with(value) => "none".to_owned(),
            value if "column".starts_with(value) => "column".to_owned(),
            value => value.to_owned(),
        },
        _ => value.trim().to_ascii_lowercase(),
    };
    let is_default = match key {
        "tokenize" => value == "unicode61",
        "content_rowid" => value == "rowid",
        "columnsize" => value == "1",
        "contentless_delete" | "contentless_unindexed" | "locale" | "tokendata" => value == "0",
        _ => false,
    };
    (!is_default).then(|| format!("{key} = {}", canonical::string(&value)))
}

/// Its words with one space between them; those that need quotes keep them.
fn tokenizer(value: &str) -> String {
    let mut words = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let Some((word, behind)) = word(rest) else {
            return value.to_owned();
        };
        let is_bare = !word.is_empty() && word.bytes().all(is_bareword);
        words.push(if is_bare { word } else { canonical::string(&word) });
        rest = behind.trim_start();
    }
    if let Some(first) = words.first_mut() {
        first.make_ascii_lowercase();
    }
    // The porter tokenizer works on the words of another one, unicode61 unless it is named.
    match words.as_slice() {
        [porter, base] if porter == "porter" && base.eq_ignore_ascii_case("unicode61") => "porter".to_owned(),
        _ => words.join(" "),
    }
}

/// Prefix lengths, which may be spread over several options; their order does not matter.
fn prefixes(options: &[(&str, String)]) -> Option<String> {
    let lists = options.iter().filter(|(key, _)| *key == "prefix");
    let mut lengths: Vec<u32> = lists
        .flat_map(|(_, value)| value.split([',', ' ']))
        .filter_map(|it| it.trim().parse().ok())
        .collect();
    lengths.sort_unstable();
    lengths.dedup();
    let lengths: Vec<String> = lengths.iter().map(u32::to_string).collect();
    (!lengths.is_empty()).then(|| format!("prefix = '{}'", lengths.join(" ")))
}

/// The word that is the whole text.
fn unquoted_word(text: &str) -> Option<String> {
    let (word, rest) = word(text)?;
    rest.trim().is_empty().then_some(word)
}

/// The first word, quoted or not, and what comes after it.
fn word(text: &str) -> Option<(String, &str)> {
    let open = text.chars().next()?;
    let close = match open {
        '"' | '\'' | '`' => open,
        '[' => ']',
        _ => {
            let end = text.bytes().position(|byte| !is_bareword(byte)).unwrap_or(text.len());
            return (end > 0)
                .then(|| text.split_at(end))
                .map(|(word, rest)| (word.to_owned(), rest));
        }
    };
    let mut word = String::new();
    let mut rest = text.get(1..)?;
    loop {
        let end = rest.find(close)?;
        word.push_str(rest.get(..end)?);
        rest = rest.get(end + 1..)?;
        // Twice the closing quote is one of them in the word; of brackets there is no such thing.
        match rest.strip_prefix(close).filter(|_| close != ']') {
            Some(behind) => {
                word.push(close);
                rest = behind;
            }
            None => return Some((word, rest)),
        }
    }
}

fn is_bareword(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80 || byte == 0x1a
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn of(arguments: &[&str]) -> Option<String> {
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        form(&arguments)
    }

    /// Each pair makes the same table, as far as queries can tell.
    #[test]
    fn options_that_say_the_same() {
        for (left, right) in [
            (&["a", "detail=full"][..], &["a"][..]),
            (&["a", "detail = 'full'"], &["A", "columnsize=1"]),
            (
                &["a", "columnsize = 0", "detail=none"],
                &["a", "DETAIL = \"none\"", "columnsize='0'"],
            ),
            (
                &["content='docs'", "a"],
                &["\"a\"", "content=docs", "content_rowid='rowid'"],
            ),
            (
                &["a", "content = [Docs]", "content_rowid=ID"],
                &["a", "content_rowid=`id`", "content=\"docs\""],
            ),
            (&["a", "content=''"], &["a", "content=\"\"", "contentless_delete=0"]),
            (&["a", "content="], &["a", "content = ''"]),
            (&["a", "tokenize='unicode61'"], &["a"]),
            (&["a", "tokenize='porter  unicode61'"], &["a", "tokenize=porter"]),
            (
                &["a", "tokenize = 'Porter ascii'"],
                &["a", "tokenize=\"porter 'ascii'\""],
            ),
            (&["a", "prefix='2 3'"], &["a", "prefix='3,2'"]),
            (&["a", "prefix=2", "prefix=3"], &["a", "pre='2, 3'"]),
            (&["a unindexed"], &["[a]  UNINDEXED"]),
        ] {
            assert!(of(left).is_some(), "{left:?}");
            assert_eq!(of(left), of(right), "{left:?} {right:?}");
        }
    }

    #[test]
    fn options_that_say_something_else() {
        for (left, right) in [
            (&["a", "b"][..], &["b", "a"][..]),
            (&["a"], &["a UNINDEXED"]),
            (&["a"], &["a", "detail=column"]),
            (&["a", "detail=none"], &["a", "detail=column"]),
            (&["a"], &["a", "content=''"]),
            (&["a", "content=''"], &["a", "content='docs'"]),
            (&["a", "content='docs'"], &["a", "content='docs'", "content_rowid='id'"]),
            (&["a"], &["a", "columnsize=0"]),
            (&["a", "tokenize=porter"], &["a", "tokenize='porter ascii'"]),
            (&["a", "tokenize='unicode61 remove_diacritics 2'"], &["a"]),
            (
                &["a", "tokenize=\"unicode61 separators 'X'\""],
                &["a", "tokenize=\"unicode61 separators 'x'\""],
            ),
            (&["a", "prefix=2"], &["a", "prefix=3"]),
        ] {
            assert_ne!(of(left), of(right), "{left:?} {right:?}");
        }
        assert_eq!(of(&["a b c"]), None, "FTS5 refuses it");
    }
}
