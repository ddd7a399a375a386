//! A part of a fleet: databases by name, or one of several equal parts.

use std::str::FromStr;

use super::{Error, Member, files};

/// Which databases of a fleet are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Names, or patterns of names; all where there are none.
    pub only: Vec<String>,
    /// One of several equal parts.
    pub shard: Option<Shard>,
}

/// One of several equal parts of a fleet, for jobs that run side by side: `2/4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub part: usize,
    /// Of how many.
    pub of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |it: &str| it.parse::<usize>().ok().filter(|it| *it > 0);
        let parts = text.split_once('/').map(|(part, of)| (number(part), number(of)));
        match parts {
            Some((Some(part), Some(of))) if part <= of => Ok(Self { part, of }),
            _ => Err("write it as 1/4: the first of four parts".to_owned()),
        }
    }
}

impl Selection {
    /// The members that are meant, in their order.
    ///
    /// # Errors
    /// A pattern that cannot be read; a name that no member has.
    pub fn of(&self, members: Vec<Member>) -> Result<Vec<Member>, Error> {
        let mut matchers = Vec::new();
        for name in &self.only {
            let matcher = files::matcher(name, name)?;
            let is_it = move |it: &Member| it.name == *name || matcher.is_match(&it.name);
            if !members.iter().any(&is_it) {
                return Err(Error::NoMember(name.clone()));
            }
            matchers.push(is_it);
        }
        let is_in_shard = |index: usize| self.shard.is_none_or(|it| index % it.of == it.part - 1);
        let chosen = members.into_iter().enumerate().filter(|(index, it)| {
            is_in_shard(*index) && (matchers.is_empty() || matchers.iter().any(|is_it| is_it(it)))
        });
        Ok(chosen.map(|(_, it)| it).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::config::Target;

    fn members(names: &[&str]) -> Vec<Member> {
        let member = |name: &&str| Member {
            name: (*name).to_owned(),
            target: Target::D1((*name).to_owned()),
            entry: serde_json::Map::new(),
        };
        names.iter().map(member).collect()
    }

    fn chosen(only: &[&str], shard: Option<&str>) -> Vec<String> {
        let selection = Selection {
            only: only.iter().map(|it| (*it).to_owned()).collect(),
            shard: shard.map(|it| it.parse().unwrap()),
        };
        let members = selection.of(members(&["a", "b", "client-1", "client-2", "c"])).unwrap();
        members.into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn names_patterns_and_shards() {
        assert_eq!(chosen(&["b", "client-*"], None), ["b", "client-1", "client-2"]);
        assert_eq!(chosen(&[], Some("1/2")), ["a", "client-1", "c"]);
        assert_eq!(chosen(&[], Some("2/2")), ["b", "client-2"]);
        assert_eq!(chosen(&["c*"], Some("1/2")), ["client-1", "c"]);
    }

    #[test]
    fn a_name_that_nobody_has_is_an_error() {
        let selection = Selection {
            only: vec!["d".to_owned()],
            shard: None,
        };
        assert_eq!(selection.of(members(&["a"])), Err(Error::NoMember("d".to_owned())));
        for wrong in ["0/2", "3/2", "a/b", "2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
