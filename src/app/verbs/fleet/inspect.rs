//! `inspect --fleet`: the different schemas that the databases of a fleet have.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::survey::failure;
use crate::error::Error;
use crate::introspect::Live;
use crate::report::Failure;
use crate::session::FleetSession;
use crate::verbs;

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
    pub live: Arc<Live>,
    /// Its fingerprint.
    pub fingerprint: String,
    /// How many databases have it.
    pub databases: usize,
    /// The first of them.
    pub first: String,
}

/// Reads every database.
pub fn fleet_inspect(fleet: &FleetSession<'_>) -> FleetShapes {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut unread = Vec::new();
    let ask = |session: &crate::session::Session<'_>| -> Result<_, Error> {
        let live = Arc::new(verbs::inspect(session)?);
        Ok((live.schema.fingerprint().as_str().to_owned(), live))
    };
    fleet.each_state(
        ask,
        |_| false,
        |member, answer| {
            match answer {
                Ok(answer) => match shapes.iter_mut().find(|it| it.fingerprint == answer.0) {
                    Some(shape) => shape.databases += 1,
                    None => shapes.push(Shape {
                        live: Arc::clone(&answer.1),
                        fingerprint: answer.0.clone(),
                        databases: 1,
                        first: member.name.clone(),
                    }),
                },
                Err(error) => unread.push((member.name.clone(), failure(&error))),
            }
            ControlFlow::Continue(())
        },
    );
    shapes.sort_by_key(|it| std::cmp::Reverse(it.databases));
    FleetShapes { shapes, unread }
}
