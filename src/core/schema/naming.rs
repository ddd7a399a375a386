//! Conventions for names that a project may set itself.

use serde::{Deserialize, Serialize};

use super::Name;

/// How names are to look, by kind of object; a kind without a convention takes any name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// Tables, virtual ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tables: Option<Convention>,
    /// Columns of tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<Convention>,
    /// Indexes; `{table}` and `{columns}` may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indexes: Option<Convention>,
    /// Views.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<Convention>,
    /// Triggers; `{table}` may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triggers: Option<Convention>,
    /// Files of migrations, behind their numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Convention>,
}

impl Naming {
    /// True if no kind has a convention.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `snake_case`, `camelCase`, `PascalCase` or `UPPER_CASE`; any other text is a pattern, in which `*` is any text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Convention(String);

impl Convention {
    /// The convention as the project writes it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The convention for one object: with its table and columns in their places.
    pub fn of(&self, table: &Name, columns: &[&str]) -> Self {
        let text = self.0.replace("{table}", table.as_str());
        Self(text.replace("{columns}", &columns.join("_")))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if a name follows it. Letters beyond ASCII follow none of the four cases.
    ///
    /// ```
    /// # use reconcile::schema::{Convention, Name};
    /// assert!(Convention::new("snake_case").fits(&Name::new("order_lines2")));
    /// assert!(!Convention::new("snake_case").fits(&Name::new("OrderLines")));
    /// assert!(Convention::new("{table}_by_*").of(&Name::new("users"), &[]).fits(&Name::new("users_by_mail")));
    /// ```
    pub fn fits(&self, name: &Name) -> bool {
        let name = name.as_str();
        let all = |also: fn(&char) -> bool| name.chars().all(|it| it.is_ascii_digit() || also(&it));
        let begins = |first: fn(&char) -> bool| name.chars().next().is_some_and(|it| first(&it));
        match self.0.as_str() {
            "snake_case" => all(|it| it.is_ascii_lowercase() || *it == '_'),
            "UPPER_CASE" => all(|it| it.is_ascii_uppercase() || *it == '_'),
            "camelCase" => begins(char::is_ascii_lowercase) && all(char::is_ascii_alphabetic),
            "PascalCase" => begins(char::is_ascii_uppercase) && all(char::is_ascii_alphabetic),
            pattern => is_like(pattern, name),
        }
    }
}

/// `*` stands for any text.
fn is_like(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_conventions() {
        for (convention, name, fits) in [
            ("snake_case", "a_b1", true),
            ("snake_case", "aB", false),
            ("snake_case", "größe", false),
            ("camelCase", "orderLines", true),
            ("camelCase", "order_lines", false),
            ("PascalCase", "OrderLines", true),
            ("PascalCase", "orderLines", false),
            ("UPPER_CASE", "A_B", true),
            ("*_idx", "a_idx", true),
            ("*_idx", "idx_a", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxc", false),
            ("a*", "b", false),
            ("exact", "exact", true),
            ("exact", "exactly", false),
        ] {
            assert_eq!(
                Convention::new(convention).fits(&Name::new(name)),
                fits,
                "{convention} {name}"
            );
        }
        let index = Convention::new("{table}_{columns}").of(&Name::new("users"), &["a", "b"]);
        assert!(index.fits(&Name::new("users_a_b")) && index.as_str() == "users_a_b");
    }
}
