//! Where a database is, as people write it: `sqlite:PATH`, `d1:NAME`, `d1-local:BINDING`.

use std::fmt;
use std::path::{Path, PathBuf};

/// One physical database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An SQLite file.
    Sqlite(PathBuf),
    /// A remote D1 database, by binding, name or id.
    D1(String),
    /// The file that `wrangler dev` keeps for a binding.
    D1Local(String),
}

impl Target {
    /// True if it is reached over Cloudflare's API.
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::D1(_))
    }

    /// A target that is written out; `None` if it is a name.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        match scheme {
            _ if rest.is_empty() => None,
            "sqlite" => Some(Self::Sqlite(PathBuf::from(rest))),
            "d1" => Some(Self::D1(rest.to_owned())),
            "d1-local" => Some(Self::D1Local(rest.to_owned())),
            _ => None,
        }
    }

    /// The target with a relative file path taken from `base`, the folder of the config that names it.
    pub fn relative_to(self, base: &Path) -> Self {
        match self {
            Self::Sqlite(path) if path.is_relative() => Self::Sqlite(base.join(path)),
            other => other,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::D1(name) => write!(f, "d1:{name}"),
            Self::D1Local(binding) => write!(f, "d1-local:{binding}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_written_out_or_names() {
        assert_eq!(
            Target::parse("sqlite:a:b.db"),
            Some(Target::Sqlite(PathBuf::from("a:b.db")))
        );
        assert_eq!(Target::parse("d1:api"), Some(Target::D1("api".to_owned())));
        assert_eq!(Target::parse("d1-local:DB"), Some(Target::D1Local("DB".to_owned())));
        assert_eq!(
            (
                Target::parse("production"),
                Target::parse("sqlite:"),
                Target::parse("x:y")
            ),
            (None, None, None)
        );
    }
}
