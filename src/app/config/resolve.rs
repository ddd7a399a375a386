//! A target as it is written → the database that is meant, with the binding whose migrations it takes.
//!
//! ```text
//! written, environment, wrangler's config ─► Located { identity, binding } ─► the configured targets of that identity
//! ```
//!
//! What the files cannot tell (one says a name, another an id) is `undecided` until Cloudflare was asked.

use std::fs::canonicalize;
use std::path::{Path, PathBuf};

use super::identity::{Identity, Same};
use super::{D1Binding, DatabaseConfig, Environment, Error, Flags, Target, Wrangler};
use crate::database::d1::DatabaseInfo;

/// What every resolution of one command has in common.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) flags: &'a Flags,
    /// The working folder.
    pub(super) here: &'a Path,
    /// The folder of `reconcile.yaml`; empty for the working folder.
    pub(super) base: &'a Path,
    /// What Cloudflare said of the target, once it was asked.
    pub(super) found: Option<&'a DatabaseInfo>,
}

/// An environment, and wrangler's config as that environment has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct View {
    pub(super) environment: Environment,
    pub(super) wrangler: Option<Wrangler>,
}

/// The database that a target is.
pub(super) struct Located {
    pub(super) identity: Identity,
    /// What wrangler's config says of it, if it declares it.
    pub(super) binding: Option<D1Binding>,
    /// Some declared database may be this one: Cloudflare can tell.
    pub(super) undecided: bool,
}

/// The target that a text writes out.
///
/// # Errors
/// [`Error::UnknownTarget`].
pub(super) fn written_out(text: &str) -> Result<Target, Error> {
    Target::parse(text).ok_or_else(|| Error::UnknownTarget {
        name: text.to_owned(),
        known: Vec::new(),
    })
}

impl<'a> Scene<'a> {
    /// The schema that flags name, or the usual one.
    pub(super) fn schema(&self, usual: impl FnOnce() -> Vec<PathBuf>) -> Vec<PathBuf> {
        match self.flags.schema.is_empty() {
            true => usual(),
            false => self.flags.schema.clone(),
        }
    }

    /// True if two folders are there, and are one.
    pub(super) fn is_one(&self, folder: &Path, other: &Path) -> bool {
        let real = |path: &Path| canonicalize(self.here.join(path)).ok();
        real(folder).is_some_and(|it| real(other) == Some(it))
    }

    /// The database that a target is, or why that cannot be told.
    pub(super) fn located(
        &self,
        target: Option<&Target>,
        wrangler: Option<&Wrangler>,
    ) -> (Option<Located>, Option<Error>) {
        match target.map(|it| self.locate(it, wrangler)).transpose() {
            Ok(located) => (located, None),
            Err(error) => (None, Some(error)),
        }
    }

    /// wrangler's config for a database of `reconcile.yaml` (none without one) and a target's own environment.
    ///
    /// # Errors
    /// A config that cannot be read; an environment that it does not hold; two environments for one target.
    pub(super) fn view(&self, database: Option<&DatabaseConfig>, target: Option<&str>) -> Result<View, Error> {
        let flags = self.flags;
        let flag = flags.environment.as_deref();
        let variable = flags.variables.environment(flag);
        let environment = Environment::choose(target, flag, variable.as_deref())?;
        let named = database
            .and_then(|it| it.wrangler.as_ref())
            .map(|path| self.base.join(path));
        let path = flags.wrangler.clone().or(named).or_else(|| Wrangler::locate(self.here));
        let path: Option<PathBuf> = match path {
            None if !self.base.as_os_str().is_empty() => Wrangler::locate(&self.here.join(self.base)),
            path => path,
        };
        // Paths in messages read as the user would type them.
        let shown = path.map(|path| path.strip_prefix(self.here).map(Path::to_path_buf).unwrap_or(path));
        let wrangler = shown
            .map(|path| Wrangler::read(self.here, &path, &environment))
            .transpose()?;
        Ok(View { environment, wrangler })
    }

    /// The database that a target is.
    ///
    /// # Errors
    /// [`Error::OtherEnvironment`], [`Error::NoBinding`].
    pub(super) fn locate(&self, target: &Target, wrangler: Option<&Wrangler>) -> Result<Located, Error> {
        let persist_to = self.flags.persist_to.as_deref();
        let (declared, mut binding) = Identity::of(target, self.here, wrangler, persist_to)?;
        let mut identity = declared;
        if let (Identity::Remote { account, .. }, Some(info)) = (&identity, self.found) {
            identity = Identity::found(info, account.clone());
        }
        let mut undecided = false;
        if let (None, Some(wrangler), Target::D1(_)) = (&binding, wrangler, target) {
            let same =
                |it: &D1Binding, account: &Option<String>| identity.same(&Identity::declared(it, account.clone()));
            binding = wrangler
                .databases
                .iter()
                .find(|it| same(it, &wrangler.account_id) == Same::Yes)
                .cloned();
            let others: Vec<_> = wrangler.sections.iter().filter(|_| binding.is_none()).collect();
            let all = |wanted: Same| {
                let is = move |it: &&&super::Section| {
                    it.databases
                        .iter()
                        .any(|binding| same(binding, &it.account_id) == wanted)
                };
                others
                    .iter()
                    .filter(is)
                    .map(|it| it.environment.clone())
                    .collect::<Vec<_>>()
            };
            wrangler.not_of(all(Same::Yes), target)?;
            undecided = self.found.is_none() && !all(Same::Unknown).is_empty();
        }
        Ok(Located {
            identity,
            binding,
            undecided,
        })
    }
}
