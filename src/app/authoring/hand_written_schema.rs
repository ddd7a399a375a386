//! `verify --write-schema`: what migrations made by hand, put into the schema files. And how other commands speak of it.

use std::collections::BTreeSet;

use super::merged_schema::taken;
use super::schema_patch;
use crate::config::{Project, command_at};
use crate::desired::Desired;
use crate::diff::{Change, compare};
use crate::drift::{HandWritten, object_of};
use crate::error::Error;
use crate::report::{Document, WrittenReport};
use crate::schema::{Object, ObjectRef, Schema};
use crate::session::Session;

/// The command that puts it into the schema files.
const WORDS: &str = "verify --write-schema";

/// Changes the schema files so that they also say what the migrations after the last planned one made.
///
/// # Errors
/// Unreadable schema or folder; schema files that cannot be changed in place.
pub fn write_schema(session: &Session<'_>) -> Result<Document<WrittenReport>, Error> {
    let (project, wanted, folder) = (session.project, session.desired()?, session.folder()?);
    let target = project.migrations.display().to_string();
    let nothing = || Document::new(target.clone(), "written", WrittenReport::default());
    let Some(by_hand) = HandWritten::of(folder, &project.ledger) else {
        return Ok(nothing());
    };
    let end = by_hand.end.without_trash();
    let changes = compare(&end, &wanted.schema, &wanted.hints).changes;
    let made = changes.iter().filter(|it| by_hand.file(it, &wanted.schema).is_some());
    let made: BTreeSet<ObjectRef> = made.map(object_of).collect();
    let cannot = || Error::Refused {
        reason: "the schema files cannot be changed in place; nothing was written".to_owned(),
        help: "put what the migrations made into them by hand: `reconcile verify` lists it".to_owned(),
    };
    let to = taken(&wanted.schema, &end, &made).ok_or_else(cannot)?;
    if to.fingerprint() == wanted.schema.fingerprint() {
        return Ok(nothing());
    }
    let files = schema_patch::patched(wanted, &to).ok_or_else(cannot)?;
    schema_patch::write(&files).map_err(Error::Config)?;
    let files = files.iter().map(|it| it.path.display().to_string()).collect();
    Ok(Document::new(target, "written", WrittenReport { files }))
}

/// What a plan would undo of what migrations made by hand, which the schema files never said.
#[derive(Default)]
pub(crate) struct Undone {
    /// Where it comes from, and how it is kept.
    pub note: Option<String>,
    /// Tables among it.
    pub drops: Vec<ObjectRef>,
}

/// What a plan from `from` to `desired` would undo of what migrations made by hand. Of applied files where one was planned
/// before them: in a folder that was taken over, the schema files did say it.
pub(crate) fn undone(
    session: &Session<'_>,
    from: &Schema,
    desired: &Desired,
    pending: &[String],
) -> Result<Undone, Error> {
    let project = session.project;
    let Some(by_hand) = HandWritten::of(session.folder()?, &project.ledger) else {
        return Ok(Undone::default());
    };
    let changes = compare(from, &desired.schema, &desired.hints).changes;
    let is_undone = |it: &Change| {
        let file = by_hand.file(it, &desired.schema);
        file.is_some_and(|file| by_hand.is_after_plan || pending.iter().any(|it| it == file))
    };
    let changes: Vec<Change> = changes.into_iter().filter(is_undone).collect();
    let drops = changes.iter().filter(|it| matches!(it, Change::Drop(Object::Table(_))));
    Ok(Undone {
        drops: drops.map(object_of).collect(),
        note: kept(project, &by_hand, &changes, &desired.schema).map(|it| it.0),
    })
}

/// What to type next where some of `changes` would undo what migrations made by hand.
pub(crate) fn ways(
    project: &Project,
    by_hand: &HandWritten,
    changes: &[Change],
    desired: &Schema,
) -> Option<Vec<String>> {
    let (keep, is_all) = kept(project, by_hand, changes, desired)?;
    let undo = match is_all {
        true => format!("to undo it with the next migration: {}", command_at(project, "plan")),
        false => format!("then write the migration: {}", command_at(project, "plan")),
    };
    Some(vec![keep, undo])
}

/// How the schema files come to say what migrations made by hand, and whether that is all of `changes`.
fn kept(project: &Project, by_hand: &HandWritten, changes: &[Change], desired: &Schema) -> Option<(String, bool)> {
    let (mut objects, mut files) = (Vec::new(), BTreeSet::new());
    for change in changes {
        if let Some(file) = by_hand.file(change, desired) {
            objects.push(object_of(change));
            files.insert(file);
        }
    }
    let first = objects.first()?;
    let is_altered = changes
        .iter()
        .any(|it| matches!(it, Change::AlterTable(_)) && object_of(it) == *first);
    let what = match objects.len() {
        1 if is_altered => format!("the change of {first}"),
        1 => first.to_string(),
        more => format!("{first} and {} more", more - 1),
    };
    let comes = if objects.len() == 1 { "comes" } else { "come" };
    let files: Vec<&str> = files.into_iter().collect();
    let keep = format!(
        "{what} {comes} from {}, written by hand; to put that into the schema: {}",
        files.join(", "),
        command_at(project, WORDS)
    );
    Some((keep, objects.len() == changes.len()))
}
