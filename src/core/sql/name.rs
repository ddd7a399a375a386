//! Identifiers, compared as SQLite compares them: ASCII letters without case, all other characters exactly.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::keyword;

/// The name of an object or column, as its author wrote it (unquoted).
///
/// `==`, order and hash fold ASCII case, as `sqlite3StrICmp` does; `É` and `é` differ. Copies share the text: schemas, plans
/// and findings hold each name many times.
///
/// ```
/// use reconcile::sql::Name;
///
/// assert_eq!(Name::new("Users"), Name::new("users"));
/// assert_eq!(Name::new("order").written(), "\"order\"");
/// ```
#[derive(Clone)]
pub struct Name(Arc<str>);

impl Name {
    /// A name from unquoted text.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(text.as_ref().into())
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in the form that SQLite compares: ASCII lower case.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The name as SQL: always in double quotes, with inner quotes doubled.
    pub fn quoted(&self) -> String {
        format!("\"{}\"", self.0.replace('"', "\"\""))
    }

    /// The name as SQL, as a person writes it: in double quotes only where it has to be.
    pub fn written(&self) -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_plain = self.0.bytes().all(plain) && !self.0.starts_with(|first: char| first.is_ascii_digit());
        match is_plain && !self.0.is_empty() && !keyword::is_keyword(&self.0) {
            true => self.0.to_string(),
            false => self.quoted(),
        }
    }

    /// `a, b`, for people.
    pub fn list<'a>(names: impl IntoIterator<Item = &'a Self>) -> String {
        names.into_iter().map(Self::as_str).collect::<Vec<_>>().join(", ")
    }

    /// `"a", "b"`, as SQL.
    pub fn quoted_list<'a>(names: impl IntoIterator<Item = &'a Self>) -> String {
        names.into_iter().map(Self::quoted).collect::<Vec<_>>().join(", ")
    }

    /// True if ASCII-folded text of the name starts with `prefix` (given in lower case).
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.0
            .get(..prefix.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    }

    /// Names that SQLite, D1 or reconcile own: `sqlite_*`, `_cf_*`, `_reconcile` and `_reconcile_*`, in any case.
    pub fn is_reserved(&self) -> bool {
        let starts = ["sqlite_", "_cf_", "_reconcile_"]
            .iter()
            .any(|prefix| self.has_prefix(prefix));
        starts || self.0.eq_ignore_ascii_case("_reconcile")
    }

    /// True if a table or view of this name hides a function of SQLite that reads the schema, from ALTER TABLE as well.
    /// <https://www.sqlite.org/pragma.html#pragfunc>
    pub fn hides_pragma(&self) -> bool {
        const PRAGMAS: [&str; 9] = [
            "foreign_key_check",
            "foreign_key_list",
            "index_info",
            "index_list",
            "index_xinfo",
            "quick_check",
            "table_info",
            "table_list",
            "table_xinfo",
        ];
        let folded = self.folded();
        folded.strip_prefix("pragma_").is_some_and(|it| PRAGMAS.contains(&it))
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        let (one, other) = (self.0.as_bytes(), other.0.as_bytes());
        for (a, b) in one.iter().zip(other) {
            // Most letters are the same, and need no folding.
            if a != b {
                let order = a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase());
                if order.is_ne() {
                    return order;
                }
            }
        }
        one.len().cmp(&other.len())
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0.bytes() {
            state.write_u8(byte.to_ascii_lowercase());
        }
        state.write_u8(0xff);
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}
impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}
