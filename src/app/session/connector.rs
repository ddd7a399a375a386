//! A target → a database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::remote::Clients;
use crate::config::{self, By, Flags, Identity, Project, Target, Wrangler};
use crate::database::d1::{D1Http, DatabaseDetails, DatabaseInfo, NewDatabase};
use crate::database::{Database, Mode, ReplacementFile, Scratch, SqliteFile};
use crate::error::Error;

/// Opens the databases of targets. Remote ones share their connections, and the rate at which requests may be sent.
pub struct Connector<'a> {
    wrangler: Option<&'a Wrangler>,
    given: &'a Flags,
    /// The environment whose `.env` files count.
    environment: Option<&'a str>,
    /// The target that is looked up already.
    chosen: Option<(&'a Target, &'a Identity)>,
    /// Ids and names of remote databases, by what their targets are called.
    listed: BTreeMap<String, DatabaseInfo>,
    here: PathBuf,
    clients: Arc<Clients>,
}

/// What is known of a remote database before Cloudflare is asked.
pub(super) enum Located {
    /// Its id and its name.
    Whole,
    /// Its id.
    Id(String),
    /// At most its name.
    Name,
}

/// workerd never waits for a lock, and fails the Worker's write instead: our own waiting is what keeps both going.
const PATIENCE_WITH_WORKERD: Duration = Duration::from_secs(10);

impl<'a> Connector<'a> {
    /// For the targets of a project, seen from the folder `here`.
    pub fn new(project: &'a Project, here: &Path) -> Self {
        let selected = &project.selected;
        Self {
            environment: selected.name.as_deref().filter(|_| selected.by != By::Variable),
            chosen: project.target.as_ref().zip(project.identity.as_ref()),
            ..Self::beside(project.wrangler.as_ref(), &project.given, here)
        }
    }

    /// For a folder that is no project yet.
    pub fn beside(wrangler: Option<&'a Wrangler>, given: &'a Flags, here: &Path) -> Self {
        Self {
            wrangler,
            given,
            environment: given.environment.as_deref(),
            chosen: None,
            listed: BTreeMap::new(),
            here: here.to_path_buf(),
            clients: Arc::default(),
        }
    }

    /// For the targets of another project, over the same connections.
    pub fn of<'b>(&self, project: &'b Project) -> Connector<'b> {
        Connector {
            clients: Arc::clone(&self.clients),
            ..Connector::new(project, &self.here)
        }
    }

    /// With ids and names of remote databases, by what their targets are called: nobody has to be asked for them.
    #[must_use]
    pub fn listing(self, listed: BTreeMap<String, DatabaseInfo>) -> Self {
        Self { listed, ..self }
    }

    /// A database to look at. A file that is not there yet is an empty database, and stays not there.
    ///
    /// # Errors
    /// Those of the configuration, the credentials and the database; a file that has to be there and is not.
    pub fn to_read(&self, target: &Target) -> Result<Box<dyn Database>, Error> {
        if self.is_missing(target)? {
            return Ok(Box::new(Scratch::labelled(target.to_string())?));
        }
        // Read and write: a database in WAL mode cannot be opened read-only after its last writer has closed it.
        self.open(target, Mode::Existing)
    }

    /// A database to look at that has to be there: an empty one in its place would be taken for what was meant.
    ///
    /// # Errors
    /// Those of the configuration, the credentials and the database; a file that has to be there and is not.
    pub fn existing(&self, target: &Target) -> Result<Box<dyn Database>, Error> {
        if self.is_missing(target)? {
            return Err(Error::Missing(target.to_string()));
        }
        self.open(target, Mode::Existing)
    }

    /// A database to change. A file is made where there is none.
    ///
    /// # Errors
    /// Those of the configuration, the credentials and the database; a file that has to be there and is not.
    pub fn to_write(&self, target: &Target) -> Result<Box<dyn Database>, Error> {
        if let Some(path) = self.file(target)? {
            Self::make_folder(target, &path)?;
        }
        self.open(target, Mode::Create)
    }

    /// The path of a target's file, and a database that is to take the place of what is in it; none for a remote one.
    ///
    /// # Errors
    /// A target that the configuration does not know; a folder in which nothing can be written.
    pub fn replacement(&self, target: &Target) -> Result<Option<(PathBuf, ReplacementFile)>, Error> {
        let Some(path) = self.file(target)? else {
            return Ok(None);
        };
        Self::make_folder(target, &path)?;
        let made = ReplacementFile::beside(&path, target.to_string(), PATIENCE_WITH_WORKERD)?;
        Ok(Some((path, made)))
    }

    /// The folder of wrangler's local state is made by the first who needs it.
    fn make_folder(target: &Target, path: &Path) -> Result<(), Error> {
        let folder = path.parent().filter(|_| matches!(target, Target::D1Local(_)));
        let made = folder.map_or(Ok(()), std::fs::create_dir_all);
        Ok(made.map_err(|error| config::Error::Write {
            path: path.to_path_buf(),
            message: error.to_string(),
        })?)
    }

    /// True for a file that is not there yet.
    ///
    /// # Errors
    /// A target that the configuration does not know.
    pub fn is_missing(&self, target: &Target) -> Result<bool, Error> {
        Ok(self.file(target)?.is_some_and(|path| !path.exists()))
    }

    /// The file behind a target, opened; none for a remote one.
    ///
    /// # Errors
    /// Those of the configuration, the credentials and the database; a file that has to be there and is not.
    pub fn local(&self, target: &Target) -> Result<Option<SqliteFile>, Error> {
        let path = self.file(target)?;
        path.map(|path| Self::file_at(target, &path, Mode::Existing))
            .transpose()
    }

    /// A remote database, by its id, its name, or its binding in wrangler's config.
    ///
    /// # Errors
    /// Those of the configuration, the credentials and the database; a file that has to be there and is not.
    pub fn remote(&self, target: &Target) -> Result<D1Http, Error> {
        let identity = self.identity(target)?;
        let found = self
            .clients
            .database(identity, self.wrangler, self.given, self.environment)?;
        found.ok_or_else(|| Error::NotRemote(target.to_string()))
    }

    /// The databases of the Cloudflare account whose names contain `part`.
    ///
    /// # Errors
    /// Missing credentials, an account that is not known, or an answer of Cloudflare.
    pub fn databases(&self, part: &str) -> Result<Vec<DatabaseInfo>, Error> {
        self.clients.listing(part, self.wrangler, self.given, self.environment)
    }

    /// The Cloudflare account, and what it says of its databases whose names contain `part`.
    ///
    /// # Errors
    /// As [`Connector::databases`].
    pub fn account_databases(&self, part: &str) -> Result<(String, Vec<DatabaseDetails>), Error> {
        self.clients.details(part, self.wrangler, self.given, self.environment)
    }

    /// Makes a database in the Cloudflare account.
    ///
    /// # Errors
    /// As [`Connector::databases`]; [`crate::database::Error::Ambiguous`] where the answer was lost.
    pub fn create_database(&self, new: &NewDatabase) -> Result<DatabaseDetails, Error> {
        self.clients.create(new, self.wrangler, self.given, self.environment)
    }

    /// The id of a remote database; Cloudflare is asked where neither the config nor a listing tells it. None for a file, and for
    /// a database that the account does not have.
    ///
    /// # Errors
    /// A target that the configuration does not know; those of [`Connector::databases`].
    pub fn database_id(&self, target: &Target) -> Result<Option<String>, Error> {
        let Identity::Remote { id, name, .. } = self.identity(target)? else {
            return Ok(None);
        };
        match (id, name) {
            (None, Some(name)) => {
                let found = self.databases(&name)?.into_iter().find(|it| it.name == name);
                Ok(found.map(|it| it.uuid))
            }
            (id, _) => Ok(id),
        }
    }

    /// The folder that relative paths are seen from.
    pub(crate) fn here(&self) -> &Path {
        &self.here
    }

    /// How many requests to Cloudflare were sent for which databases.
    pub fn requests(&self) -> Vec<(String, u64)> {
        self.clients.requests()
    }

    /// What the configuration knows of a remote database.
    pub(super) fn located(&self, target: &Target) -> Result<Located, Error> {
        Ok(match self.identity(target)? {
            Identity::Remote {
                id: Some(id),
                name: None,
                ..
            } => Located::Id(id),
            Identity::Remote { id: None, .. } => Located::Name,
            _ => Located::Whole,
        })
    }

    fn open(&self, target: &Target, mode: Mode) -> Result<Box<dyn Database>, Error> {
        Ok(match self.file(target)? {
            Some(path) => Box::new(Self::file_at(target, &path, mode)?),
            None => Box::new(self.remote(target)?),
        })
    }

    fn file_at(target: &Target, path: &Path, mode: Mode) -> Result<SqliteFile, Error> {
        Ok(SqliteFile::open_as(
            target.to_string(),
            path,
            mode,
            PATIENCE_WITH_WORKERD,
        )?)
    }

    /// The path of the file behind a target; none for a remote one.
    ///
    /// # Errors
    /// A target that the configuration does not know.
    pub fn file(&self, target: &Target) -> Result<Option<PathBuf>, Error> {
        match target {
            Target::Sqlite(path) => Ok(Some(path.clone())),
            Target::D1(_) => Ok(None),
            Target::D1Local(_) => Ok(self.identity(target)?.path().map(Path::to_path_buf)),
        }
    }

    fn identity(&self, target: &Target) -> Result<Identity, Error> {
        if let Some((_, identity)) = self.chosen.filter(|it| it.0 == target) {
            return Ok(identity.clone());
        }
        let persist_to = self.given.persist_to.as_deref();
        let identity = Identity::of(target, &self.here, self.wrangler, persist_to)?.0;
        Ok(match (target, identity) {
            (Target::D1(text), Identity::Remote { id, name, account }) => {
                let info = self.listed.get(text);
                Identity::Remote {
                    id: id.or_else(|| info.map(|it| it.uuid.clone())),
                    name: name.or_else(|| info.map(|it| it.name.clone())),
                    account,
                }
            }
            (_, identity) => identity,
        })
    }
}
