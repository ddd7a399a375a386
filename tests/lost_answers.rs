//! Answers that get lost on the way: settled by the ledger, never by a second run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod project;

use project::Project;
use reconcile::apply::{self, Error, Options, Reason};
use reconcile::database::{self, Database, Rows, SqliteFile, Summary};

const USERS: (&str, &str) = (
    "0001_users.sql",
    "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);\n",
);

/// What happens to an answer on its way.
#[derive(Clone, Copy, PartialEq)]
enum Loss {
    /// The batch never arrives.
    Request,
    /// The batch runs, its answer is lost.
    Answer,
    /// And then the database cannot be reached any more.
    Everything,
}

/// A database behind a connection that breaks at the first batch.
struct Lossy {
    inner: SqliteFile,
    loss: Loss,
    batches: usize,
    gone: bool,
}

impl Database for Lossy {
    fn label(&self) -> String {
        "d1:test".to_owned()
    }

    fn query_all(&mut self, queries: &[String]) -> database::Result<Vec<Rows>> {
        if self.gone {
            return Err(database::Error::Remote {
                label: self.label(),
                message: "connection refused".to_owned(),
                help: None,
            });
        }
        self.inner.query_all(queries)
    }

    fn run(&mut self, batch: &[String]) -> database::Result<Summary> {
        self.batches += 1;
        if self.loss != Loss::Request {
            self.inner.run(batch)?;
        }
        self.gone = self.loss == Loss::Everything;
        Err(database::Error::Ambiguous {
            label: self.label(),
            message: "the connection was closed".to_owned(),
        })
    }
}

fn lossy(loss: Loss) -> (Project, usize, Result<apply::Outcome, Error>) {
    let project = Project::with(&[USERS]);
    let mut database = Lossy {
        inner: project.open(),
        loss,
        batches: 0,
        gone: false,
    };
    let result = apply::run(&mut database, &project.folder(), &Options::default(), &mut ());
    (project, database.batches, result)
}

#[test]
fn a_lost_answer_is_settled_by_the_ledger_and_never_by_a_second_run() {
    let (project, batches, result) = lossy(Loss::Answer);
    assert!(result.unwrap().applied[0].settled);
    assert_eq!((batches, project.applied()), (1, vec![USERS.0.to_owned()]));

    let (project, batches, result) = lossy(Loss::Request);
    let error = result.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("0001_users.sql was not applied: the connection was closed"),
        "{error}"
    );
    assert_eq!((batches, project.applied().len()), (1, 0));

    let (_, batches, result) = lossy(Loss::Everything);
    let error = result.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("it is unknown whether 0001_users.sql was applied"),
        "{error}"
    );
    assert_eq!(batches, 1);
}

/// A database in which another process applies everything just before the question or batch of this number.
struct Raced<'a> {
    inner: SqliteFile,
    project: &'a Project,
    calls: usize,
    moment: usize,
}

impl Raced<'_> {
    fn call(&mut self) {
        if self.calls == self.moment {
            self.project.apply().unwrap();
        }
        self.calls += 1;
    }
}

impl Database for Raced<'_> {
    fn label(&self) -> String {
        "d1:test".to_owned()
    }

    fn query_all(&mut self, queries: &[String]) -> database::Result<Vec<Rows>> {
        self.call();
        self.inner.query_all(queries)
    }

    fn run(&mut self, batch: &[String]) -> database::Result<Summary> {
        self.call();
        self.inner.run(batch)
    }
}

#[test]
fn d27_the_loser_of_a_race_learns_that_another_process_applied_the_migration() {
    let mut lost = 0;
    for moment in 0.. {
        let project = Project::new();
        project.plan("users", USERS.1);
        let mut database = Raced {
            inner: project.open(),
            project: &project,
            calls: 0,
            moment,
        };
        let result = apply::run(&mut database, &project.folder(), &Options::default(), &mut ());
        let is_over = database.calls <= moment;
        match result {
            Ok(outcome) => assert!(is_over || outcome.applied.is_empty() || moment > lost, "{moment}"),
            Err(error) => {
                lost += 1;
                assert!(
                    matches!(error.reason, Reason::AppliedElsewhere { .. }),
                    "{moment}: {error}"
                );
            }
        }
        assert_eq!(project.applied().len(), 1);
        if is_over {
            break;
        }
    }
    assert!(lost >= 1, "between reading the ledger and running the batch: {lost}");
}
