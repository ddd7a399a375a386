//! `approvals`: somebody else than its author looked at a migration, and said so in the target's history.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use crate::config::command_at;
use crate::error::Error;
use crate::ledger::{self, Approval};
use crate::migration::Migration;
use crate::session::Session;

/// Who wrote a file, by names and e-mail addresses; none where that is not known. Rooms read no Git.
#[derive(Clone, Copy)]
pub struct Authors(pub fn(&Path) -> Option<Vec<String>>);

impl Default for Authors {
    fn default() -> Self {
        Self(|_| None)
    }
}

impl fmt::Debug for Authors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authors")
    }
}

/// The approvals of what is due, where the target asks for them.
///
/// # Errors
/// [`Error::Refused`]: nothing is to be run. Those of the target.
pub(crate) fn check(session: &Session<'_>, due: &[&Migration], authors: Authors) -> Result<Vec<Approval>, Error> {
    let wanted = session.project.approvals;
    if wanted == 0 || due.is_empty() {
        return Ok(Vec::new());
    }
    let history = ledger::read_history(&mut *session.database()?)?;
    let all = ledger::approvals(&history, &session.project.ledger);
    let mut valid = Vec::new();
    for file in due {
        valid.extend(of_file(session, file, &all, authors)?);
    }
    Ok(valid)
}

fn of_file(
    session: &Session<'_>,
    file: &Migration,
    all: &[Approval],
    authors: Authors,
) -> Result<Vec<Approval>, Error> {
    let (project, name) = (session.project, &file.file_name);
    let of_name: Vec<&Approval> = all.iter().filter(|it| it.name == *name).collect();
    let of_text: Vec<&Approval> = of_name
        .iter()
        .copied()
        .filter(|it| it.checksum == file.checksum)
        .collect();
    let refused = |reason: String, help: Option<String>| Error::Refused {
        reason: format!("{name} {reason}"),
        help: help.unwrap_or_else(|| {
            let approve = command_at(project, &format!("approve {}", file.number_text()));
            format!("somebody else than its author runs: {approve}")
        }),
    };
    if of_text.is_empty() {
        return Err(match of_name.last() {
            Some(old) => refused(format!("was edited after {} approved it", old.by), None),
            None => refused("is not approved".to_owned(), None),
        });
    }
    let authors = known_authors(session, file, authors).map_err(|reason| refused(reason.0, Some(reason.1)))?;
    let mut people = BTreeSet::new();
    let valid: Vec<Approval> = of_text
        .into_iter()
        .filter(|it| !is_author(&it.by, &authors) && people.insert(it.by.to_lowercase()))
        .cloned()
        .collect();
    let wanted = project.approvals;
    match valid.len() {
        0 => Err(refused("is approved by its author alone".to_owned(), None)),
        count if count < wanted => Err(refused(format!("has {count} of {wanted} approvals"), None)),
        _ => Ok(valid),
    }
}

/// The authors of a file, or why they are not known and what to do.
pub(crate) fn known_authors(
    session: &Session<'_>,
    file: &Migration,
    authors: Authors,
) -> Result<Vec<String>, (String, String)> {
    let path = session.folder().map_or_else(
        |_| Path::new(&file.file_name).to_path_buf(),
        |it| it.path_of(&file.file_name),
    );
    (authors.0)(&path).filter(|it| !it.is_empty()).ok_or_else(|| {
        (
            "is not committed as it is, so its author is not known".to_owned(),
            "commit it; in CI, fetch the whole history of Git (`fetch-depth: 0`)".to_owned(),
        )
    })
}

/// True if a person is one of them: by name, by address, or by the account that an address names.
pub(crate) fn is_author(person: &str, authors: &[String]) -> bool {
    let person = person.to_lowercase();
    let account = |address: &str| {
        let local = address.split('@').next().unwrap_or(address);
        local.rsplit('+').next().unwrap_or(local).to_owned()
    };
    authors.iter().map(|it| it.to_lowercase()).any(|author| {
        let is_account = author.contains('@') != person.contains('@') && account(&author) == account(&person);
        author == person || is_account
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_several_names() {
        let authors = ["Ann Lee".to_owned(), "12+ann@users.noreply.github.com".to_owned()];
        for same in ["ann", "ANN", "ann lee", "12+ann@users.noreply.github.com"] {
            assert!(is_author(same, &authors), "{same}");
        }
        for other in ["bob", "ann@example.com", "annlee", "12"] {
            assert!(!is_author(other, &authors), "{other}");
        }
    }
}
