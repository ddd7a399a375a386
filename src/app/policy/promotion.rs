//! `promotion`: a later stage gets what the stage before it has, with the same checksums, where that one has not drifted.

use crate::apply;
use crate::config::{self, Flags, Project, command, command_at, quoted};
use crate::drift::{self, Drift};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::migration::Migration;
use crate::session::{Connector, FleetSession, Session};

/// Whether a target may get what is due.
///
/// # Errors
/// [`Error::Refused`]: the stage before it lacks something. Those of that stage.
pub fn check_promotion(
    session: &Session<'_>,
    connector: &Connector<'_>,
    due: &[&Migration],
    skipped: Option<&str>,
) -> Result<(), Error> {
    let project = session.project;
    let Some((name, earlier)) = stage_before(project) else {
        return Ok(());
    };
    if due.is_empty() || skipped.is_some() {
        return Ok(());
    }
    let reasons = missing(session, connector, earlier, due)?;
    refuse(project, (name, earlier), reasons, |words| command_at(project, words))
}

/// The same for a fleet, once for a run: all that its databases may get.
///
/// # Errors
/// As [`check_promotion`].
pub fn check_fleet_promotion(
    fleet: &FleetSession<'_>,
    options: &apply::Options,
    skipped: Option<&str>,
) -> Result<(), Error> {
    let project = fleet.project;
    let of_member = |name: &str| fleet.members.iter().any(|it| project.name_of(&it.target) == Some(name));
    let is_it = |name: &String| *name == fleet.name || of_member(name);
    let stages = &project.promotion;
    let Some(at) = stages.iter().rposition(is_it).filter(|at| *at > 0 && skipped.is_none()) else {
        return Ok(());
    };
    let (Some(name), Some(earlier)) = (stages.get(at), stages.get(at - 1)) else {
        return Ok(());
    };
    let session = fleet.offline();
    let due = apply::due(session.folder()?, &Ledger::empty(project.ledger.ledger()), options);
    let reasons = missing(&session, fleet.connector(), earlier, &due)?;
    let typed = |words: &str| command(&project.given, &format!("{words} --fleet {}", quoted(&fleet.name)));
    refuse(project, (name, earlier), reasons, typed)
}

/// The stage of the target that is meant, and the one before.
pub(crate) fn stage_before(project: &Project) -> Option<(&str, &str)> {
    let target = project.target.as_ref()?;
    let is_it = |name: &String| {
        let written = project.targets.get(name).and_then(|it| config::Target::parse(it));
        project.target_name.as_ref() == Some(name)
            || written.map(|it| it.relative_to(&project.base)).as_ref() == Some(target)
    };
    let at = project.promotion.iter().rposition(is_it)?;
    let earlier = project.promotion.get(at.checked_sub(1)?)?;
    Some((project.promotion.get(at)?, earlier))
}

fn refuse(
    project: &Project,
    (name, earlier): (&str, &str),
    reasons: Vec<Missing>,
    typed: impl Fn(&str) -> String,
) -> Result<(), Error> {
    let Some(Missing(first, verb)) = reasons.first() else {
        return Ok(());
    };
    let more = match reasons.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let flags = Flags {
        target: Some(earlier.to_owned()),
        fleet: None,
        ..project.given.clone()
    };
    let skip = typed("apply --skip-promotion REASON");
    Err(Error::Refused {
        reason: format!("{name} comes after {earlier} in `promotion`, and {first}{more}"),
        help: format!(
            "see to {earlier} first: {}; or say why not: {skip}",
            command(&flags, verb)
        ),
    })
}

/// What a stage lacks, and the command that shows or mends it.
struct Missing(String, &'static str);

/// What keeps the stage of that name from being the model for these files.
fn missing(
    session: &Session<'_>,
    connector: &Connector<'_>,
    earlier: &str,
    due: &[&Migration],
) -> Result<Vec<Missing>, Error> {
    let flags = Flags {
        target: Some(earlier.to_owned()),
        fleet: None,
        ..session.project.given.clone()
    };
    let project = config::project(&flags, connector.here())?;
    let connector = connector.of(&project);
    let stage = Session::open(&project, &connector, project.require_target()?)?;
    let ledger = stage.ledger()?;
    let reason = |file: &&Migration| {
        let name = &file.file_name;
        match ledger.get(name).map(|it| &it.record) {
            None => Some(Missing(format!("{name} is not applied to {earlier}"), "apply")),
            Some(None) => Some(Missing(
                format!("wrangler applied {name} to {earlier}, without a checksum to compare"),
                "status",
            )),
            Some(Some(record)) if record.checksum != file.checksum => {
                Some(Missing(format!("{earlier} has another version of {name}"), "status"))
            }
            Some(Some(_)) => None,
        }
    };
    let mut reasons: Vec<Missing> = due.iter().filter_map(reason).collect();
    match drift::check(stage.live()?, ledger, session.folder()?, None, &project.ledger) {
        Drift::InSync | Drift::Pending(_) => {}
        Drift::Drifted(_) => reasons.push(Missing(format!("{earlier} is not what its ledger says"), "drift")),
        Drift::Unknown(reason) => reasons.push(Missing(
            format!("it is unknown whether {earlier} has drifted: {reason}"),
            "drift",
        )),
    }
    Ok(reasons)
}
