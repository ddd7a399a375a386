//! `ext_*`, `view:report_*`: objects by kind and name.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::schema::{Name, ObjectKind, ObjectRef};

/// A pattern over the objects of a database: a name in which `*` stands for any characters and `?` for one, perhaps
/// behind a kind. Letters count without case, as in SQLite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ObjectPattern {
    kind: Option<ObjectKind>,
    name: String,
}

/// The kinds as they are written; a virtual table is a table.
const KINDS: [(&str, ObjectKind); 4] = [
    ("table", ObjectKind::Table),
    ("view", ObjectKind::View),
    ("index", ObjectKind::Index),
    ("trigger", ObjectKind::Trigger),
];

impl ObjectPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (kind, name) = match text.split_once(':') {
            None => (None, text),
            Some((word, name)) => {
                let word = word.trim().to_ascii_lowercase();
                let kind = KINDS.iter().find(|(it, _)| *it == word).map(|(_, kind)| *kind);
                let kind = kind.ok_or_else(|| {
                    format!("`{word}` is not a kind of object: write table:, view:, index: or trigger: before a name")
                })?;
                (Some(kind), name.trim())
            }
        };
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(format!(
                "`{text}` is not a pattern: write a name such as ext_*, or view:report_*"
            ));
        }
        Ok(Self {
            kind,
            name: name.to_owned(),
        })
    }

    /// The kind of object that is meant, where one is.
    pub fn kind(&self) -> Option<ObjectKind> {
        self.kind
    }

    /// As SQLite's GLOB takes it, for names in lower case.
    pub(super) fn glob(&self) -> String {
        self.name.to_ascii_lowercase().replace('[', "[[]")
    }

    /// True if an object is meant.
    pub fn matches(&self, object: &ObjectRef) -> bool {
        let kind = match object.kind {
            ObjectKind::VirtualTable => ObjectKind::Table,
            kind => kind,
        };
        let (pattern, name) = (self.name.to_ascii_lowercase(), object.name.folded());
        let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
        self.kind.is_none_or(|it| it == kind) && is_like(&pattern, &name)
    }

    /// True if a table of this name is meant.
    pub fn matches_table(&self, name: &Name) -> bool {
        self.matches(&ObjectRef::new(ObjectKind::Table, name.clone()))
    }
}

/// `*` is tried as short as possible first; only the last one before a mismatch has to be tried longer.
fn is_like(pattern: &[char], name: &[char]) -> bool {
    let (mut at, mut to) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(character) = name.get(to) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, to));
                at += 1;
            }
            Some(it) if *it == '?' || it == character => {
                at += 1;
                to += 1;
            }
            _ => match star {
                Some((position, taken)) => {
                    star = Some((position, taken + 1));
                    at = position + 1;
                    to = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|it| *it == '*')
}

impl fmt::Display for ObjectPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Some(kind) => write!(f, "{kind}:{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl TryFrom<String> for ObjectPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<ObjectPattern> for String {
    fn from(pattern: ObjectPattern) -> Self {
        pattern.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn matches(pattern: &str, kind: ObjectKind, name: &str) -> bool {
        ObjectPattern::parse(pattern)
            .unwrap()
            .matches(&ObjectRef::new(kind, Name::new(name)))
    }

    #[test]
    fn patterns_match_by_kind_and_name() {
        use ObjectKind::{Index, Table, Trigger, View, VirtualTable};
        assert!(matches("ext_*", Table, "EXT_users") && matches("ext_*", Trigger, "ext_"));
        assert!(!matches("ext_*", Table, "next_users") && !matches("ext_?", Table, "ext_ab"));
        assert!(matches("*_log*", Table, "a_log_log_b") && matches("a?c*", Index, "abcd"));
        assert!(matches("view: report_*", View, "report_1") && !matches("view:report_*", Table, "report_1"));
        assert!(matches("table:words", VirtualTable, "words"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for (text, part) in [
            ("sequence:a", "not a kind of object"),
            ("", "not a pattern"),
            ("view:", "not a pattern"),
            ("a b", "not a pattern"),
        ] {
            let error = ObjectPattern::parse(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
        assert_eq!(ObjectPattern::parse("View:A*").unwrap().to_string(), "view:A*");
    }
}
