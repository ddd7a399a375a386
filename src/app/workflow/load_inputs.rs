//! The desired schema and the live one, read side by side.

use super::error::Error;
use super::known_codes;
use crate::config::Project;
use crate::database::{self, Database};
use crate::desired::Desired;
use crate::introspect::{self, Live, Texts};

/// What is live, as far as it had to be read.
enum Seen {
    /// The stored texts: asked of a file on this machine, where a second question costs nothing.
    Texts(Texts),
    /// All of it.
    Live(Live),
}

/// What a plan starts from.
pub(super) struct Both {
    pub(super) desired: Desired,
    /// `None` when each object is there in the very words of the schema files: nothing differs.
    pub(super) live: Option<Live>,
}

/// Reads the files while the database is asked: neither needs the other.
pub(super) fn both(project: &Project, database: &mut dyn Database) -> Result<Both, Error> {
    let (desired, seen) = std::thread::scope(|scope| {
        let files = scope.spawn(|| known_codes::load(&project.schema, &project.ledger));
        let seen = seen(project, database);
        let desired = files.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (desired, seen)
    });
    let desired = desired?;
    let live = match seen? {
        Seen::Texts(texts) if texts.are(&desired.schema) => None,
        Seen::Texts(_) => Some(introspect::read_beside(database, &project.ledger)?),
        Seen::Live(live) => Some(live),
    };
    Ok(Both { desired, live })
}

fn seen(project: &Project, database: &mut dyn Database) -> database::Result<Seen> {
    if database.is_local() {
        return introspect::texts(database, &project.ledger).map(Seen::Texts);
    }
    introspect::read_beside(database, &project.ledger).map(Seen::Live)
}
