//! Which environment of wrangler's config a command is about, and who says so.

use std::fmt;

use super::Error;

/// The variable that wrangler reads where `--env` is not given.
pub(super) const VARIABLE: &str = "CLOUDFLARE_ENV";

/// An environment of wrangler's config.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Its name; none for the top level.
    pub name: Option<String>,
    /// Who says so.
    pub by: By,
}

/// Who says which environment is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// `--env`.
    Flag,
    /// The target's `env:` in `reconcile.yaml`.
    Target,
    /// `CLOUDFLARE_ENV`.
    Variable,
    /// Nobody: the top level.
    #[default]
    Default,
}

impl Environment {
    /// An empty name is the top level, as it is for wrangler.
    fn named(name: &str, by: By) -> Self {
        Self {
            name: Some(name.to_owned()).filter(|it| !it.is_empty()),
            by,
        }
    }

    /// The target's own environment, else that of the flag, else that of the variable, else the top level.
    ///
    /// # Errors
    /// [`Error::TwoEnvironments`] where target and flag differ.
    pub(super) fn choose(target: Option<&str>, flag: Option<&str>, variable: Option<&str>) -> Result<Self, Error> {
        match (target, flag, variable) {
            (Some(target), Some(flag), _) if target != flag => Err(Error::TwoEnvironments {
                target: target.to_owned(),
                flag: flag.to_owned(),
            }),
            (Some(target), ..) => Ok(Self::named(target, By::Target)),
            (None, Some(flag), _) => Ok(Self::named(flag, By::Flag)),
            (None, None, Some(variable)) => Ok(Self::named(variable, By::Variable)),
            (None, None, None) => Ok(Self::default()),
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "environment {name}")?,
            None => f.write_str("the top level")?,
        }
        match self.by {
            By::Variable => write!(f, " (by {VARIABLE})"),
            By::Flag | By::Target | By::Default => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_flag_goes_before_the_variable_and_an_empty_one_is_the_top_level() {
        let choose = |flag, variable| Environment::choose(None, flag, variable).unwrap().name;
        assert_eq!(choose(Some("a"), Some("b")).as_deref(), Some("a"));
        assert_eq!(choose(None, Some("b")).as_deref(), Some("b"));
        assert_eq!(choose(Some(""), Some("b")), None);
        assert_eq!(choose(None, Some("")), None);
    }

    #[test]
    fn a_target_keeps_its_environment_and_a_flag_must_agree() {
        let choose = |target, flag| Environment::choose(Some(target), flag, Some("c")).map(|it| it.name);
        assert_eq!(choose("a", None).unwrap().as_deref(), Some("a"));
        assert_eq!(choose("", None).unwrap(), None);
        assert!(choose("a", Some("b")).is_err());
    }
}
