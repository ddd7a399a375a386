//! A project on a target. Whatever a verb asks for is read when it is first asked for, and once.

use std::cell::{RefCell, RefMut};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::project_files::once;
use super::relocation::{self, Reading};
use super::target_state::KnownState;
use super::{Connector, ProjectFiles};
use crate::config::{Project, Target};
use crate::database::{Database, Rows};
use crate::desired::Desired;
use crate::error::Error;
use crate::introspect::{self, Catalog, Live};
use crate::ledger::{self, Ledger};
use crate::lint::Course;
use crate::migration::{Folder, Migration, Pattern};
use crate::reference::DeclaredTable;
use crate::replay::Replay;
use crate::schema::Schema;

/// A project on a target.
pub struct Session<'a> {
    /// The project.
    pub project: &'a Project,
    database: Option<RefCell<Box<dyn Database + 'a>>>,
    /// What makes the target's file, as long as there is none.
    missing: Option<(&'a Connector<'a>, &'a Target)>,
    files: Arc<ProjectFiles>,
    catalog: OnceLock<Catalog>,
    /// The rows of a local target's `sqlite_schema`.
    stored: OnceLock<Rows>,
    live: OnceLock<Live>,
    ledger: OnceLock<Ledger>,
    reading: OnceLock<Reading>,
    /// Nobody asked the target: it is expected to have these rows of `sqlite_schema`, the ledger and the schema.
    expected: Option<Rows>,
    /// What a remote target is asked together with its ledger and its schema.
    questions: Vec<String>,
    answers: OnceLock<Vec<Rows>>,
}

impl<'a> Session<'a> {
    /// A project without a target: only its files.
    pub fn offline(project: &'a Project) -> Self {
        Self {
            project,
            database: None,
            missing: None,
            files: Arc::default(),
            catalog: OnceLock::new(),
            stored: OnceLock::new(),
            live: OnceLock::new(),
            ledger: OnceLock::new(),
            reading: OnceLock::new(),
            expected: None,
            questions: Vec::new(),
            answers: OnceLock::new(),
        }
    }

    /// A project on this database.
    pub fn new(project: &'a Project, database: Box<dyn Database + 'a>) -> Self {
        Self::offline(project).on(database)
    }

    /// A project on one of its targets. A file that is not there yet is an empty database until [`Session::make`].
    ///
    /// # Errors
    /// Those of the connector.
    pub fn open(project: &'a Project, connector: &'a Connector<'a>, target: &'a Target) -> Result<Self, Error> {
        Ok(Self {
            missing: connector.is_missing(target)?.then_some((connector, target)),
            ..Self::new(project, connector.to_read(target)?)
        })
    }

    /// The same target, with files that other sessions read, too.
    #[must_use]
    pub fn sharing(self, files: Arc<ProjectFiles>) -> Self {
        Self { files, ..self }
    }

    /// The files that this session reads.
    pub(super) fn files(&self) -> Arc<ProjectFiles> {
        Arc::clone(&self.files)
    }

    /// The same project on this database.
    #[must_use]
    pub fn on(self, database: Box<dyn Database + 'a>) -> Self {
        Self {
            database: Some(RefCell::new(database)),
            ..self
        }
    }

    /// True for a target whose file is not there yet.
    pub fn is_missing(&self) -> bool {
        self.missing.is_some()
    }

    /// Makes the target's file, if it is not there yet.
    ///
    /// # Errors
    /// Those of the connector.
    pub fn make(&mut self) -> Result<(), Error> {
        if let Some((connector, target)) = self.missing.take() {
            self.database = Some(RefCell::new(connector.to_write(target)?));
        }
        Ok(())
    }

    /// The same target, which nobody asks: it is expected to be as another one was. A migration that runs on it fails, and
    /// changes nothing, where it is not.
    #[must_use]
    pub(crate) fn expecting(self, known: &KnownState) -> Self {
        Self {
            catalog: OnceLock::from(known.catalog.clone()),
            live: OnceLock::from(known.live.clone()),
            ledger: OnceLock::from(known.ledger.clone()),
            expected: Some(known.stored.clone()),
            ..self
        }
    }

    /// The same target, whose state another one has: its schema need not be read again.
    #[must_use]
    pub(crate) fn knowing(self, known: &KnownState) -> Self {
        Self {
            live: OnceLock::from(known.live.clone()),
            ..self
        }
    }

    /// The same target, which answers these queries, too, in the request for its schema.
    #[must_use]
    pub(crate) fn asking(self, questions: Vec<String>) -> Self {
        Self { questions, ..self }
    }

    /// What a remote target answered, if it was asked and could.
    pub(crate) fn answers(&self) -> Option<&[Rows]> {
        self.answers.get().map(Vec::as_slice)
    }

    /// The rows of `sqlite_schema` that the target is expected to have, where nobody asked it.
    pub(crate) fn expected(&self) -> Option<&Rows> {
        self.expected.as_ref()
    }

    /// Lets go of what was read from the target: it may have changed while somebody was asked.
    pub fn forget(&mut self) {
        self.expected = None;
        self.catalog.take();
        self.stored.take();
        self.live.take();
        self.ledger.take();
        self.reading.take();
    }

    /// The same target, with another folder of migrations.
    #[must_use]
    pub fn with_folder(self, folder: Folder) -> Self {
        Self {
            files: Arc::new(self.files.with_folder(folder)),
            ..self
        }
    }

    /// The database, for questions about its rows and for runs. Nothing else of the session is to be asked meanwhile.
    ///
    /// # Errors
    /// Where there is no target.
    pub fn database(&self) -> Result<RefMut<'_, dyn Database + 'a>, Error> {
        match &self.database {
            Some(database) => Ok(RefMut::map(database.borrow_mut(), |it| it.as_mut())),
            None => Err(crate::config::Error::NoTarget.into()),
        }
    }

    /// True if there is a database.
    pub fn has_database(&self) -> bool {
        self.database.is_some()
    }

    /// How a person calls the target; without one, the folder.
    pub fn label(&self) -> String {
        match &self.database {
            Some(database) => database.borrow().label(),
            None => self.project.migrations.display().to_string(),
        }
    }

    /// The migrations.
    ///
    /// # Errors
    /// A folder that cannot be read, or is not known to be the target's.
    pub fn folder(&self) -> Result<&Folder, Error> {
        self.files.folder(self.project)
    }

    /// What the schema files say.
    ///
    /// # Errors
    /// Those of the files.
    pub fn desired(&self) -> Result<&Desired, Error> {
        self.files.desired(self.project)
    }

    /// The rows that files declare.
    ///
    /// # Errors
    /// Those of the files.
    pub fn reference(&self) -> Result<&[DeclaredTable], Error> {
        self.files.reference(self.project)
    }

    /// What the target says was applied.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn ledger(&self) -> Result<&Ledger, Error> {
        once(&self.ledger, || {
            let mut database = self.database()?;
            if database.is_local() {
                return Ok(ledger::read(&mut *database, &self.project.ledger)?);
            }
            // The schema comes with it: there is hardly a verb that does not ask for it, and each request counts.
            let read = ledger::read_with_answers(&mut *database, &self.project.ledger, &self.questions);
            let (catalog, ledger, answers) = read.map_err(|error| match error {
                ledger::Error::Database(error) => Error::from(error),
                other => other.into(),
            })?;
            self.catalog.get_or_init(|| catalog);
            answers.map(|it| self.answers.get_or_init(|| it));
            Ok(ledger)
        })
    }

    /// What the target's engine says of its schema.
    ///
    /// # Errors
    /// Those of the database.
    pub fn catalog(&self) -> Result<&Catalog, Error> {
        if !self.database()?.is_local() {
            self.ledger()?;
        }
        once(&self.catalog, || Ok(introspect::catalog(&mut *self.database()?)?))
    }

    /// The target's schema.
    ///
    /// # Errors
    /// Those of the database.
    pub fn live(&self) -> Result<&Live, Error> {
        once(&self.live, || {
            let ownership = &self.project.ledger;
            if let (Some(stored), Some(desired)) = (self.stored.get(), self.files.known_desired()) {
                let like = introspect::read_like(&mut *self.database()?, stored, &desired.schema, ownership)?;
                if let Some(live) = like {
                    return Ok(live);
                }
            }
            Ok(self.catalog()?.live(ownership))
        })
    }

    /// The target's schema, as far as it costs no question.
    pub(crate) fn known_live(&self) -> Option<&Live> {
        match self.catalog.get() {
            Some(_) => self.live().ok(),
            None => self.live.get(),
        }
    }

    /// True if each object of the target is there in the very words of the schema files. Only a file on this machine is asked:
    /// there a second question costs nothing, and what it has need not be executed again. Others are read beside the files.
    ///
    /// # Errors
    /// Those of the files and of the database.
    pub fn is_as_desired(&self) -> Result<bool, Error> {
        if !self.database()?.is_local() {
            let (project, files) = (self.project, &*self.files);
            let (desired, live) = std::thread::scope(|scope| {
                let desired = scope.spawn(|| files.desired(project).map(drop));
                let live = self.live();
                let desired = desired.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                (desired, live)
            });
            desired?;
            return live.map(|_| false);
        }
        let stored = match introspect::stored(&mut *self.database()?) {
            Ok(stored) => stored,
            // What is wrong with the files comes first.
            Err(error) => return self.desired().and(Err(error.into())),
        };
        let desired = self.files.desired_beside(self.project, &stored)?;
        let stored = self.stored.get_or_init(|| stored);
        let is_same = introspect::texts(stored, &self.project.ledger).are(&desired.schema);
        if is_same {
            self.live.get_or_init(|| Live {
                schema: desired.schema.clone(),
                unknown: Vec::new(),
            });
        }
        Ok(is_same)
    }

    /// The ledger under the names that the folder has, and what there is to say where those are others.
    ///
    /// # Errors
    /// Those of folder, ledger and target.
    pub fn reading(&self) -> Result<&Reading, Error> {
        once(&self.reading, || relocation::read(self))
    }

    /// The migrations that the target does not have, in the order in which they run.
    ///
    /// # Errors
    /// Those of folder, ledger and target.
    pub fn pending(&self) -> Result<Vec<&Migration>, Error> {
        Ok(ledger::pending(self.folder()?, &self.reading()?.ledger))
    }

    /// What each migration of the folder comes to, from nothing: the schemas around it and the renames in it.
    ///
    /// # Errors
    /// Those of the scratch database.
    pub fn history(&self) -> Result<&[Course], Error> {
        self.files.history(self.project)
    }

    /// What the migration at a position of the folder comes to.
    ///
    /// # Errors
    /// Those of [`Session::history`].
    pub fn transition(&self, at: usize) -> Result<Option<&Course>, Error> {
        Ok(self.history()?.get(at))
    }

    /// The schema that the folder makes from nothing.
    ///
    /// # Errors
    /// The first file that does not run.
    pub fn head(&self) -> Result<Schema, Error> {
        if let Some(known) = self.files.known_history().filter(|all| all.iter().all(|it| !it.failed)) {
            return Ok(known.last().map(|it| it.after.clone()).unwrap_or_default());
        }
        let all: Vec<&Migration> = self.folder()?.migrations().iter().collect();
        schema_after(&Schema::default(), &all, self.project)
    }

    /// The target's schema once the pending migrations have run.
    ///
    /// # Errors
    /// A migration that does not run there.
    pub fn schema_after_pending(&self) -> Result<Schema, Error> {
        schema_after(&self.live()?.schema, &self.pending()?, self.project)
    }
}

/// The schema that migrations leave where they find this one.
pub(crate) fn schema_after(from: &Schema, migrations: &[&Migration], project: &Project) -> Result<Schema, Error> {
    if migrations.is_empty() {
        return Ok(from.clone());
    }
    let mut replay = Replay::on(from, &project.ledger)?;
    replay.run_all(migrations.iter().copied())?;
    known(replay.live()?)
}

/// A schema of which everything is understood.
pub(crate) fn known(live: Live) -> Result<Schema, Error> {
    match live.unknown.into_iter().next() {
        Some(unknown) => Err(Error::Unknown {
            object: unknown.object,
            reason: unknown.reason,
        }),
        None => Ok(live.schema),
    }
}

/// The migrations in a folder of the project.
pub(crate) fn folder_at(project: &Project, path: &Path) -> Result<Folder, Error> {
    let pattern = project.pattern.as_deref().map(Pattern::parse).transpose()?;
    Ok(Folder::read_matching(path, pattern.unwrap_or_default())?)
}
