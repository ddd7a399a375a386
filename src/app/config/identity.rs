//! Which physical database a target is, however it is written: two targets of one identity are one database.

use std::path::{Component, Path, PathBuf};

use super::{D1Binding, Error, Target, Wrangler};
use crate::database::d1::{DatabaseInfo, local_file, local_id};

/// One physical database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// A file on this machine.
    File(FileIdentity),
    /// A database at Cloudflare; what is not known is left open.
    Remote {
        /// Its id.
        id: Option<String>,
        /// Its name, which no other database of the account has.
        name: Option<String>,
        /// The account.
        account: Option<String>,
    },
}

/// A file: its path without detours, and what the file system calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileIdentity {
    /// Absolute, links followed as far as there are files.
    pub path: PathBuf,
    /// Device and file number, where there is such a file: the same for every spelling, also where case does not matter.
    node: Option<(u64, u64)>,
}

/// Whether two targets are one database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// They are.
    Yes,
    /// They are not.
    No,
    /// One is known by its name, the other by its id: Cloudflare can tell.
    Unknown,
}

impl Identity {
    /// What `target` is, seen from the folder `here`; and its binding in wrangler's config, where it has one.
    ///
    /// # Errors
    /// [`Error::OtherEnvironment`] for a name that another environment declares; [`Error::NoBinding`] for a local database
    /// that no config names.
    pub fn of(
        target: &Target,
        here: &Path,
        wrangler: Option<&Wrangler>,
        persist_to: Option<&Path>,
    ) -> Result<(Self, Option<D1Binding>), Error> {
        let name = match target {
            Target::Sqlite(path) => return Ok((Self::file(&here.join(path)), None)),
            Target::D1(name) | Target::D1Local(name) => name,
        };
        let binding = wrangler.and_then(|it| it.database(name));
        if binding.is_none()
            && let Some(wrangler) = wrangler
        {
            wrangler.not_of(wrangler.elsewhere(|it| it.is(name)), target)?;
        }
        let identity = match (target, binding) {
            (Target::D1Local(_), binding) => Self::file(&here.join(local(name, binding, wrangler, persist_to)?)),
            (_, Some(binding)) => Self::of_binding(binding, name, wrangler.and_then(|it| it.account_id.clone())),
            (_, None) => {
                let is_id = is_uuid(name);
                Self::Remote {
                    id: Some(name.clone()).filter(|_| is_id),
                    name: Some(name.clone()).filter(|_| !is_id),
                    account: wrangler.and_then(|it| it.account_id.clone()),
                }
            }
        };
        Ok((identity, binding.cloned()))
    }

    /// The remote database of a binding; the preview database where its id is what was typed.
    fn of_binding(binding: &D1Binding, typed: &str, account: Option<String>) -> Self {
        let preview = binding.preview_database_id.as_ref();
        let other = D1Binding {
            preview_database_id: None,
            ..binding.clone()
        };
        match preview.filter(|_| !other.is(typed)) {
            Some(preview) => Self::Remote {
                id: Some(preview.clone()),
                name: None,
                account,
            },
            None => Self::declared(binding, account),
        }
    }

    /// What wrangler's config declares.
    pub(super) fn declared(binding: &D1Binding, account: Option<String>) -> Self {
        Self::Remote {
            id: binding.database_id.clone(),
            name: binding.database_name.clone(),
            account,
        }
    }

    /// A remote database that Cloudflare was asked about.
    pub(super) fn found(info: &DatabaseInfo, account: Option<String>) -> Self {
        Self::Remote {
            id: Some(info.uuid.clone()),
            name: Some(info.name.clone()),
            account,
        }
    }

    fn file(path: &Path) -> Self {
        let path = canonical(path);
        Self::File(FileIdentity {
            node: node(&path),
            path,
        })
    }

    /// Whether another is the same database.
    pub fn same(&self, other: &Self) -> Same {
        match (self, other) {
            (Self::File(one), Self::File(other)) => {
                let is_same = one.path == other.path || (one.node.is_some() && one.node == other.node);
                if is_same { Same::Yes } else { Same::No }
            }
            (
                Self::Remote { id, name, account },
                Self::Remote {
                    id: other_id,
                    name: other_name,
                    account: other_account,
                },
            ) => {
                let known = |one: &Option<String>, other: &Option<String>| {
                    let pair = one.as_ref().zip(other.as_ref());
                    pair.map(|(one, other)| one.eq_ignore_ascii_case(other))
                };
                if let Some(is_same) = known(id, other_id) {
                    return if is_same { Same::Yes } else { Same::No };
                }
                if known(account, other_account) == Some(false) {
                    return Same::No;
                }
                match name.as_ref().zip(other_name.as_ref()).map(|(one, other)| one == other) {
                    Some(true) => Same::Yes,
                    Some(false) => Same::No,
                    None => Same::Unknown,
                }
            }
            _ => Same::No,
        }
    }

    /// The path of a file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(&file.path),
            Self::Remote { .. } => None,
        }
    }
}

/// The file of wrangler's local database. An id tells it without any config, where the folder of the state is given.
pub(super) fn local(
    name: &str,
    binding: Option<&D1Binding>,
    wrangler: Option<&Wrangler>,
    persist_to: Option<&Path>,
) -> Result<PathBuf, Error> {
    let usual = wrangler.map(|it| it.base().join(".wrangler").join("state"));
    let state = persist_to.map(Path::to_path_buf);
    let (id, state) = match (binding, state) {
        (Some(binding), state) => {
            let id = local_id(
                binding.preview_database_id.as_deref(),
                binding.database_id.as_deref(),
                &binding.binding,
            );
            (id.to_owned(), state.or(usual))
        }
        (None, Some(state)) if is_uuid(name) => (name.to_owned(), Some(state)),
        (None, _) => (String::new(), None),
    };
    match state {
        Some(state) => Ok(local_file(&state, &id).path),
        None => Err(Error::NoBinding {
            binding: name.to_owned(),
        }),
    }
}

/// True for what Cloudflare gives as ids.
pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.chars().all(|it| it == '-' || it.is_ascii_hexdigit())
}

/// A path with its links followed, and what is not there yet taken as it is written.
fn canonical(path: &Path) -> PathBuf {
    /// Links that lead in a circle end here, as they do for the system.
    const LINKS: usize = 40;
    followed(path, LINKS)
}

fn followed(path: &Path, links: usize) -> PathBuf {
    if let Ok(path) = std::fs::canonicalize(path) {
        return path;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut whole = PathBuf::new();
    let mut is_there = true;
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            other => whole.push(other),
        }
        // `..` behind a link leads out of where the link leads to.
        match std::fs::canonicalize(&whole) {
            Ok(real) if is_there => whole = real,
            _ => is_there = false,
        }
    }
    // A link to a file that is not there yet: `apply` makes the file that it names.
    match std::fs::read_link(&whole) {
        Ok(target) if links > 0 => followed(&whole.parent().unwrap_or(Path::new("/")).join(target), links - 1),
        _ => whole,
    }
}

#[cfg(unix)]
fn node(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn node(_: &Path) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn remote(id: Option<&str>, name: Option<&str>, account: Option<&str>) -> Identity {
        let owned = |it: Option<&str>| it.map(str::to_owned);
        Identity::Remote {
            id: owned(id),
            name: owned(name),
            account: owned(account),
        }
    }

    #[test]
    fn ids_decide_then_names_within_an_account() {
        let cases = [
            (
                remote(Some("A1"), Some("x"), None),
                remote(Some("a1"), None, None),
                Same::Yes,
            ),
            (
                remote(Some("a1"), Some("x"), None),
                remote(Some("a2"), Some("x"), None),
                Same::No,
            ),
            (
                remote(None, Some("x"), None),
                remote(Some("a1"), Some("x"), None),
                Same::Yes,
            ),
            (remote(None, Some("x"), None), remote(None, Some("X"), None), Same::No),
            (
                remote(None, Some("x"), Some("1")),
                remote(None, Some("x"), Some("2")),
                Same::No,
            ),
            (
                remote(None, Some("x"), None),
                remote(Some("a1"), None, None),
                Same::Unknown,
            ),
        ];
        for (one, other, same) in cases {
            assert_eq!((one.same(&other), other.same(&one)), (same, same), "{one:?} {other:?}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_file_is_itself_however_its_path_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        let of = |path: &str| Identity::file(&here.join(path));
        std::fs::create_dir_all(here.join("a/b")).unwrap();
        std::os::unix::fs::symlink("a/b", here.join("link")).unwrap();
        // Neither is there yet.
        assert_eq!(of("a/b/x.db").same(&of("./a/../link/x.db")), Same::Yes);
        assert_eq!(
            of("a/x.db").same(&of("link/../x.db")),
            Same::Yes,
            "as the system walks it"
        );
        std::os::unix::fs::symlink("new.db", here.join("soon.db")).unwrap();
        assert_eq!(of("soon.db").same(&of("new.db")), Same::Yes);
        std::fs::write(here.join("a/b/x.db"), "").unwrap();
        std::fs::hard_link(here.join("a/b/x.db"), here.join("second.db")).unwrap();
        assert_eq!(of("second.db").same(&of("link/x.db")), Same::Yes);
        assert_eq!(of("other.db").same(&of("link/x.db")), Same::No);
    }
}
