//! `preflight`: every line of the checklist before a deployment, each answered as its own command answers it.

use crate::apply;
use crate::config::{command, command_at};
use crate::error::Error;
use crate::pending::due::ApplyRequest;
use crate::policy::lint_findings::Since;
use crate::policy::{approvals, promotion};
use crate::report::{CheckRow, Document, PreflightReport};
use crate::session::{Connector, Session};
use crate::verbs::{self, CompatRequest, HistoryRequest};

/// What came of one check.
enum Answer {
    Passed(String),
    Failed(String),
    NotRun(String),
    Off(String),
}

use Answer::{Failed, NotRun, Off, Passed};

/// Runs every check; one that cannot run says why. Nothing is changed.
///
/// # Errors
/// None but those of a project that cannot be read at all.
pub fn preflight(
    session: &Session<'_>,
    connector: &Connector<'_>,
    request: &ApplyRequest,
) -> Result<Document<PreflightReport>, Error> {
    let project = session.project;
    let here = |words: &str| command_at(project, words);
    let offline = |words: &str| {
        command(
            &crate::config::Flags {
                target: None,
                ..project.given.clone()
            },
            words,
        )
    };
    let mut checks = Vec::new();
    let mut add = |question, command: String, answer: Result<Answer, Error>| {
        let (verdict, detail) = match answer {
            Ok(Passed(detail)) => ("passed", detail),
            Ok(Failed(detail)) => ("failed", detail),
            Ok(NotRun(detail)) => ("not-run", detail),
            Ok(Off(detail)) => ("off", detail),
            // A refusal is an answer; anything else is none.
            Err(error) if error.is_refusal() => ("failed", first_line(&error)),
            Err(error) => ("not-run", first_line(&error)),
        };
        checks.push(CheckRow {
            question,
            verdict,
            detail,
            command,
        });
    };
    add(
        "the migrations are committed",
        "git status".to_owned(),
        Ok(committed(request)),
    );
    add(
        "the folder replays and ends at the schema",
        offline("verify"),
        verify(session),
    );
    add("no finding of lint is open", offline("lint"), lint(session));
    add(
        "the application's SQL runs before and after",
        here("compat"),
        compat(session),
    );
    add("the ledger fits the folder", here("status"), status(session));
    add("nobody changed the schema by hand", here("drift"), drift(session));
    add("the history is as it was written", here("history"), history(session));
    add(
        "the stage before has the same files",
        here("apply --dry-run"),
        promoted(session, connector, request),
    );
    add(
        "somebody else approved them",
        here("apply --dry-run"),
        approved(session, request),
    );
    add(
        "apply would not be refused",
        here("apply --dry-run"),
        dry_run(session, request),
    );
    add("there is a way back", here("backup"), way_back(session));
    let has = |verdict| checks.iter().any(|it: &CheckRow| it.verdict == verdict);
    let verdict = match (has("failed"), has("not-run")) {
        (true, _) => "not-ready",
        (false, true) => "incomplete",
        (false, false) => "ready",
    };
    Ok(Document::new(session.label(), verdict, PreflightReport { checks }))
}

fn first_line(error: &Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

fn counted(count: usize, what: &str) -> String {
    crate::report::counted(count, what)
}

fn committed(request: &ApplyRequest) -> Answer {
    let commit = request.provenance.git_commit.as_deref().unwrap_or_default();
    match request.provenance.git_dirty {
        Some(false) => Passed(format!("commit {}", commit.get(..12).unwrap_or(commit))),
        Some(true) => Failed("the folder has changes that are not committed".to_owned()),
        None => NotRun("no commit of Git holds the project".to_owned()),
    }
}

fn verify(session: &Session<'_>) -> Result<Answer, Error> {
    let found = verbs::verify(session, &Since::Start)?;
    Ok(match (found.verdict, found.findings.first()) {
        ("ok", _) => Passed(counted(found.migrations, "migration")),
        (_, Some(first)) => Failed(first.message.clone()),
        (_, None) => Failed("it does not end at the schema".to_owned()),
    })
}

fn lint(session: &Session<'_>) -> Result<Answer, Error> {
    let found = verbs::lint(session, &Since::Start)?;
    let open: Vec<_> = found.findings.iter().filter(|it| it.severity != "note").collect();
    Ok(match open.first() {
        None => Passed(match found.allowed.len() {
            0 => "nothing found".to_owned(),
            allowed => format!("{} allowed", counted(allowed, "finding")),
        }),
        Some(first) => {
            let place = format!("{}:{}", first.place.file, first.place.line);
            Failed(format!(
                "{}, such as {} at {place}",
                counted(open.len(), "finding"),
                first.code
            ))
        }
    })
}

fn compat(session: &Session<'_>) -> Result<Answer, Error> {
    let is_asked = !session.project.compat.is_empty();
    let found = match verbs::compat(session, &CompatRequest::default()) {
        Err(Error::Compat(_)) if !is_asked => {
            return Ok(Off("reconcile.yaml names no sources under `compat`".to_owned()));
        }
        found => found?,
    };
    Ok(match (found.verdict, found.statements, found.breaks.len()) {
        (_, 0, _) => NotRun("no SQL was found in the sources".to_owned()),
        ("compatible", statements, _) => Passed(counted(statements, "statement")),
        (_, statements, breaks) => Failed(format!("{breaks} of {} would fail", counted(statements, "statement"))),
    })
}

fn status(session: &Session<'_>) -> Result<Answer, Error> {
    let found = verbs::status(session)?;
    let pending = session.pending()?.len();
    Ok(match found.verdict {
        "in-sync" | "pending" => Passed(format!("{} pending", counted(pending, "migration"))),
        other => Failed(found.findings.first().cloned().unwrap_or_else(|| other.to_owned())),
    })
}

fn drift(session: &Session<'_>) -> Result<Answer, Error> {
    let found = verbs::drift(session)?;
    Ok(match found.verdict {
        // What the schema has and no migration makes is for `verify` to say.
        "in-sync" | "pending" | "changes" => Passed("it is what its ledger says".to_owned()),
        "drifted" => Failed(format!(
            "{} from its ledger",
            counted(found.changes.len(), "difference")
        )),
        _ => NotRun(found.reason.clone().unwrap_or_default()),
    })
}

fn history(session: &Session<'_>) -> Result<Answer, Error> {
    let found = verbs::history(session, &HistoryRequest::default())?;
    Ok(match (found.verdict, found.findings.first()) {
        ("intact", _) => Passed(counted(found.events.len(), "event")),
        ("empty", _) => Passed("nothing was ever applied".to_owned()),
        ("unchained", _) => NotRun("an earlier version or wrangler noted it, without hashes".to_owned()),
        (_, Some(first)) => Failed(format!(
            "{} {}{}",
            first.table,
            first.name.as_ref().map(|it| format!("{it} ")).unwrap_or_default(),
            first.kind
        )),
        (other, None) => Failed(other.to_owned()),
    })
}

fn promoted(session: &Session<'_>, connector: &Connector<'_>, request: &ApplyRequest) -> Result<Answer, Error> {
    let Some((_, earlier)) = promotion::stage_before(session.project) else {
        return Ok(Off("`promotion` in reconcile.yaml names no stage before it".to_owned()));
    };
    verbs::check_promotion(session, connector, request)?;
    Ok(Passed(format!("{earlier} has them, and has not drifted")))
}

fn approved(session: &Session<'_>, request: &ApplyRequest) -> Result<Answer, Error> {
    let wanted = session.project.approvals;
    if wanted == 0 {
        return Ok(Off("the target has no `approvals` in reconcile.yaml".to_owned()));
    }
    let due = apply::due(session.folder()?, session.ledger()?, &request.options(session)?);
    let found = approvals::check(session, &due, request.authors)?;
    Ok(Passed(format!(
        "{} of {}",
        counted(found.len(), "approval"),
        counted(due.len(), "migration")
    )))
}

fn dry_run(session: &Session<'_>, request: &ApplyRequest) -> Result<Answer, Error> {
    let found = verbs::dry_run(session, request)?;
    Ok(match &found.refused {
        Some(refused) => Failed(refused.message.lines().next().unwrap_or_default().to_owned()),
        None => Passed(format!("{} would run", counted(found.migrations.len(), "migration"))),
    })
}

fn way_back(session: &Session<'_>) -> Result<Answer, Error> {
    let mut database = session.database()?;
    if database.is_local() {
        return Ok(Off("it is a file; copy it first".to_owned()));
    }
    Ok(match database.bookmark()? {
        Some(bookmark) => Passed(format!("bookmark {bookmark}")),
        None => NotRun("Cloudflare gave no bookmark".to_owned()),
    })
}
