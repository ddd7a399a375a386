//! A target → a database.

use std::path::PathBuf;
use std::time::Duration;

use super::common::Common;
use super::counted::Counted;
use super::error::Error;
use crate::config::{self, Project, Target, Wrangler};
use crate::database::d1::{Api, Credentials, D1Http, Patience, local_file, local_id};
use crate::database::{Database, Mode, Scratch, SqliteFile};

/// What a target is opened with.
pub(super) struct Opener<'a> {
    wrangler: Option<&'a Wrangler>,
    persist_to: Option<PathBuf>,
    verbose: u8,
}

/// workerd never waits for a lock, and fails the Worker's write instead: our own waiting is what keeps both going.
const PATIENCE_WITH_WORKERD: Duration = Duration::from_secs(10);

impl<'a> Opener<'a> {
    pub(super) fn new(common: &Common, project: &'a Project) -> Self {
        Self::beside(common, project.wrangler.as_ref())
    }

    /// For a folder that is no project yet.
    pub(super) fn beside(common: &Common, wrangler: Option<&'a Wrangler>) -> Self {
        Self {
            wrangler,
            persist_to: common.persist_to.clone(),
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
                message: format!("cannot open {target}: there is no such file"),
                help: "check its name; `apply` makes a file that is not there yet".to_owned(),
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
            Target::D1Local(name) => {
                let unknown = || config::Error::NoBinding { binding: name.clone() };
                let wrangler = self.wrangler.ok_or_else(unknown)?;
                let database = wrangler.database(name).ok_or_else(unknown)?;
                let id = local_id(
                    database.preview_database_id.as_deref(),
                    database.database_id.as_deref(),
                    &database.binding,
                );
                let state = self
                    .persist_to
                    .clone()
                    .unwrap_or_else(|| wrangler.base().join(".wrangler").join("state"));
                Ok(Some(local_file(&state, id).path))
            }
        }
    }

    /// A remote database: a binding of wrangler's config stands for its id or name.
    pub(super) fn remote(&self, target: &Target) -> Result<D1Http, Error> {
        let Target::D1(name) = target else {
            return Err(Error::Usage {
                message: format!("{target} is not a remote database"),
                help: "name one as d1:NAME".to_owned(),
            });
        };
        let binding = self.wrangler.and_then(|config| config.database(name));
        let wanted = binding.and_then(|it| it.database_id.clone().or_else(|| it.database_name.clone()));
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let credentials = Credentials::read(&environment)?;
        let api = Api::new(credentials, Patience::default())?;
        let account = self.wrangler.and_then(|config| config.account_id.as_deref());
        Ok(D1Http::connect(&api, account, wanted.as_deref().unwrap_or(name))?)
    }
}
