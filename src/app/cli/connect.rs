//! A target → a database.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::common::{Common, here};
use super::error::Error;
use super::request_counter::Counted;
use crate::config::{self, By, Flags, Identity, Project, Target, Wrangler};
use crate::database::d1::{Api, CredentialError, Credentials, D1Http, Patience};
use crate::database::{Database, Mode, Scratch, SqliteFile};

/// What a target is opened with.
pub(super) struct Opener<'a> {
    wrangler: Option<&'a Wrangler>,
    given: &'a Flags,
    /// The environment whose `.env` files count.
    environment: Option<&'a str>,
    verbose: u8,
}

/// workerd never waits for a lock, and fails the Worker's write instead: our own waiting is what keeps both going.
const PATIENCE_WITH_WORKERD: Duration = Duration::from_secs(10);

impl<'a> Opener<'a> {
    pub(super) fn new(common: &Common, project: &'a Project) -> Self {
        let selected = &project.selected;
        Self {
            environment: selected.name.as_deref().filter(|_| selected.by != By::Variable),
            ..Self::beside(common, project.wrangler.as_ref(), &project.given)
        }
    }

    /// For a folder that is no project yet.
    pub(super) fn beside(common: &Common, wrangler: Option<&'a Wrangler>, given: &'a Flags) -> Self {
        Self {
            wrangler,
            given,
            environment: given.environment.as_deref(),
            verbose: if common.quiet { 0 } else { common.verbose },
        }
    }

    /// A database to look at. A file that is not there yet is an empty database, and stays not there.
    pub(super) fn to_read(&self, target: &Target) -> Result<Box<dyn Database>, Error> {
        if self.is_missing(target)? {
            return Ok(Box::new(Scratch::labelled(target.to_string())?));
        }
        // Read and write: a database in WAL mode cannot be opened for reading alone when its last writer is gone.
        self.open(target, Mode::Existing)
    }

    /// A database to look at that has to be there: an empty one in its place would be taken for what was meant.
    pub(super) fn existing(&self, target: &Target) -> Result<Box<dyn Database>, Error> {
        if self.is_missing(target)? {
            return Err(Error::Usage {
                message: format!("cannot open {target}: no such file"),
                help: "check its name; `apply` creates a missing file".to_owned(),
            });
        }
        self.open(target, Mode::Existing)
    }

    /// A database to change. A file is made where there is none.
    pub(super) fn to_write(&self, target: &Target) -> Result<Box<dyn Database>, Error> {
        if let Target::D1Local(_) = target
            && let Some(path) = self.file(target)?
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder).map_err(|error| config::Error::Write {
                path: folder.to_path_buf(),
                message: error.to_string(),
            })?;
        }
        self.open(target, Mode::Create)
    }

    /// True for a file that is not there yet.
    pub(super) fn is_missing(&self, target: &Target) -> Result<bool, Error> {
        Ok(self.file(target)?.is_some_and(|path| !path.exists()))
    }

    /// The file behind a target, opened; none for a remote one.
    pub(super) fn local(&self, target: &Target) -> Result<Option<SqliteFile>, Error> {
        let Some(path) = self.file(target)? else {
            return Ok(None);
        };
        let file = SqliteFile::open_as(target.to_string(), &path, Mode::Existing, PATIENCE_WITH_WORKERD)?;
        Ok(Some(file))
    }

    fn open(&self, target: &Target, mode: Mode) -> Result<Box<dyn Database>, Error> {
        match self.file(target)? {
            Some(path) => Ok(Box::new(SqliteFile::open_as(
                target.to_string(),
                &path,
                mode,
                PATIENCE_WITH_WORKERD,
            )?)),
            None => Ok(Box::new(Counted::new(self.remote(target)?, self.verbose))),
        }
    }

    /// The file behind a target, if there is one.
    fn file(&self, target: &Target) -> Result<Option<PathBuf>, Error> {
        match target {
            Target::Sqlite(path) => Ok(Some(path.clone())),
            Target::D1(_) => Ok(None),
            Target::D1Local(_) => Ok(self.identity(target)?.path().map(Path::to_path_buf)),
        }
    }

    fn identity(&self, target: &Target) -> Result<Identity, Error> {
        let persist_to = self.given.persist_to.as_deref();
        Ok(Identity::of(target, &here()?, self.wrangler, persist_to)?.0)
    }

    /// A remote database: a binding of wrangler's config stands for its id or name.
    pub(super) fn remote(&self, target: &Target) -> Result<D1Http, Error> {
        let Identity::Remote { id, name, .. } = self.identity(target)? else {
            return Err(Error::Usage {
                message: format!("{target} is not a remote database"),
                help: "name one as d1:NAME".to_owned(),
            });
        };
        let api = Api::new(self.credentials()?, Patience::default())?;
        let account = self.wrangler.and_then(|config| config.account_id.as_deref());
        Ok(D1Http::connect(&api, account, &id.or(name).unwrap_or_default())?)
    }

    /// Those of the process, of `.env` files and of the login; where there are none, those of the Worker's own variables.
    fn credentials(&self) -> Result<Credentials, Error> {
        let base = self.wrangler.map_or(Path::new(""), Wrangler::base);
        let variables = &self.given.variables;
        match Credentials::read(&variables.for_request(base, self.environment)) {
            Err(CredentialError::Missing) => Ok(Credentials::read(&variables.of_the_worker(base, self.environment))?),
            other => Ok(other?),
        }
    }
}
