//! `inspect --fleet`: the different schemas that the databases of a fleet have.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::survey::failure;
use crate::error::Error;
use crate::report::Failure;
use crate::session::FleetSession;
use crate::verbs::inspect::{Inspected, TableChoice, readable, whole};

/// The schemas of a fleet.
pub struct FleetShapes {
    /// The most common first.
    pub shapes: Vec<Shape>,
    /// Databases that could not be read, each with its reason.
    pub unread: Vec<(String, Failure)>,
}

/// One schema, and the databases that have it.
pub struct Shape {
    /// What is there.
    pub found: Arc<Inspected>,
    /// Its fingerprint.
    pub fingerprint: String,
    /// How many databases have it.
    pub databases: usize,
    /// The first of them.
    pub first: String,
}

/// Reads every database, or the tables of each that are meant.
///
/// # Errors
/// A pattern that matches nothing in any database.
pub fn fleet_inspect(fleet: &FleetSession<'_>, choice: &TableChoice) -> Result<FleetShapes, Error> {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut unread = Vec::new();
    let mut known = BTreeSet::new();
    let ask = |session: &crate::session::Session<'_>| -> Result<_, Error> {
        let live = whole(session)?;
        let names = readable(&live);
        let found = Arc::new(choice.part(live));
        Ok((found.live.schema.fingerprint().as_str().to_owned(), found, names))
    };
    fleet.each_state(
        ask,
        |_| false,
        |member, answer| {
            match answer {
                Ok(answer) => {
                    known.extend(answer.2.iter().cloned());
                    match shapes.iter_mut().find(|it| it.fingerprint == answer.0) {
                        Some(shape) => shape.databases += 1,
                        None => shapes.push(Shape {
                            found: Arc::clone(&answer.1),
                            fingerprint: answer.0.clone(),
                            databases: 1,
                            first: member.name.clone(),
                        }),
                    }
                }
                Err(error) => unread.push((member.name.clone(), failure(&error))),
            }
            ControlFlow::Continue(())
        },
    );
    if !shapes.is_empty() {
        choice.check(&known)?;
    }
    shapes.sort_by_key(|it| std::cmp::Reverse(it.databases));
    Ok(FleetShapes { shapes, unread })
}
