//! `verify --reseal`: a migration that a person edited is proven again, as it stands, and sealed again.

use jiff::Timestamp;

use super::header_review;
use crate::desired::Desired;
use crate::draft::draft;
use crate::error::Error;
use crate::introspect;
use crate::migration::{self, Meta, Migration, Review, Seal};
use crate::plan::{Finding, Options};
use crate::policy::{allowed_losses, hazard_gate};
use crate::proof::{self, Claim, Rows};
use crate::reference::Reference;
use crate::render::{Script, Segment};
use crate::replay::Replay;
use crate::report::{Document, WrittenReport};
use crate::schema::{AGREEMENT, agree};
use crate::session::{Session, known};

/// Proves the edited text of a migration, named by file or number, and writes its header and seal anew; below the header
/// not a byte changes. What it starts from and ends in comes from replaying the folder up to it.
///
/// # Errors
/// No such migration; one that does not run; a text that loses rows or leaves something behind; one that later files were
/// not made for.
pub fn reseal(session: &Session<'_>, name: &str, now: Timestamp) -> Result<Document<WrittenReport>, Error> {
    let project = session.project;
    let mut folder = session.folder()?.clone();
    let Some(at) = folder.migrations().iter().position(|it| it.is_called(name)) else {
        return Err(Error::no_such_migration(&folder, name));
    };
    let mut replay = Replay::new(&project.ledger)?;
    replay.run_all(folder.migrations().iter().take(at))?;
    let from = known(replay.live()?)?;
    let Some(edited) = folder.migrations().get(at).cloned() else {
        return Ok(Document::new(name, "written", WrittenReport::default()));
    };
    if edited.seal == Seal::Damaged {
        return Err(Error::NotResealed {
            file: edited.file_name,
            reason: "its header can no longer be read; delete the comment block at its head".to_owned(),
        });
    }
    replay.run(&edited)?;
    // The schema's directives tell renames from drops, as they did when it was planned.
    let desired = Desired {
        schema: known(replay.live()?)?,
        hints: session.desired()?.hints.clone(),
        ..Desired::default()
    };
    let next = folder.migrations().get(at + 1).and_then(Migration::sealed_header);
    if let Some(next) = next
        && !desired.schema.fingerprint().is_recorded_as(&next.fingerprints.from)
    {
        return Err(Error::NotResealed {
            file: edited.file_name,
            reason: "it does not end at the schema that the next migration starts from".to_owned(),
        });
    }
    let mut empty = introspect::replica(&from)?;
    let mut draft = draft(&from, &desired, &mut empty, &from, &Options::default(), Vec::new())?;
    // There are no rows to ask: a figure would be one of nothing. What nobody agreed to stays so.
    for hazard in draft.plan.all_hazards_mut() {
        hazard.finding = None;
        let is_unasked =
            !allowed_losses::was_given(&edited, hazard) && !hazard_gate::is_allowed(project, &desired, &[], hazard);
        hazard.finding = is_unasked.then(Finding::default);
    }
    draft.script = Script {
        segments: vec![Segment {
            statements: edited.statements().into_iter().map(|(_, sql)| sql).collect(),
            ..Segment::default()
        }],
    };
    // Its own assertions would stop at the rows that the proof makes.
    let agreement: Vec<String> = edited.text.contains(AGREEMENT).then(agree).into_iter().collect();
    let claim = Claim {
        settle: &agreement,
        reference: Reference::default(),
        plan: &draft.plan,
        script: &draft.script,
        from: &from,
        desired: &desired.schema,
        hints: &desired.hints,
        rows: Rows::Made,
    };
    let proven = proof::prove(&claim).map_err(|disproof| Error::NotResealed {
        file: edited.file_name.clone(),
        reason: disproof
            .failures
            .iter()
            .map(|it| format!("{}: {}", it.check, it.detail))
            .collect::<Vec<_>>()
            .join("; "),
    })?;
    let said = edited.header.as_ref().map(|it| it.review.clone()).unwrap_or_default();
    let meta = Meta {
        name: edited.name(),
        title: edited.title(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        written_at: now,
        review: Review {
            because: said.because,
            reference: said.reference,
            purpose: said.purpose,
            ..header_review::review(&draft, &|it| allowed_losses::passed_for_want_of_rows(it, &|_| false), 0)
        },
    };
    let sealed = migration::reseal(&edited, &proven, meta)?;
    let path = folder.replace(sealed)?;
    let files = vec![path.display().to_string()];
    let folder = project.migrations.display().to_string();
    Ok(Document::new(folder, "written", WrittenReport { files }))
}
