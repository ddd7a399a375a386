//! Files that no proof exists for, written or edited by hand: what lint says of them needs a word, and what policy denies
//! is refused, however it is written.

use super::due_files::DueFiles;
use super::known_codes::decision;
use crate::apply::Reason;
use crate::config::{Decision, Project, command_at};
use crate::diagnostic::{Code, Group};
use crate::lint::{self, DueFile, DueFinding, Finding, OF_ROWS, Severity};
use crate::migration::{Folder, Migration};
use crate::plan::hazard::is_volatile;
use crate::schema::Name;
use crate::sql::{TokenKind, closing, lexemes};

/// The key of a policy that says what becomes of these files.
pub(crate) const BY_HAND: &str = "by-hand";

/// True if policy denies what a file that was proven may do all the same: a convention, say.
pub(crate) fn denies_of_proven(project: &Project) -> bool {
    lint::of_proven().any(|it| decision(project, it) == Decision::Deny)
}

/// Why the first of the files that are due is not applied; none where all may be.
pub(crate) fn refusal(project: &Project, judged: &DueFiles, folder: &Folder, allow: &[String]) -> Option<Reason> {
    judged.files.iter().find_map(|file| {
        let migration = folder.get(&file.file)?;
        let denied = denied(project, judged, file, migration);
        denied.or_else(|| asked(project, judged, file, allow).filter(|_| !file.is_proven))
    })
}

/// What the policy of the target denies, as a comment or a flag cannot allow it.
fn denied(project: &Project, judged: &DueFiles, file: &DueFile, migration: &Migration) -> Option<Reason> {
    let found = file.findings.iter().map(|it| &it.finding);
    let found = found.chain(file.allowed.iter().map(|it| &it.finding));
    let mut lines: Vec<(usize, Code, String)> = Vec::new();
    for finding in found {
        // A target without tables has nothing to lose.
        let concerns_rows = OF_ROWS.contains(&finding.code) || finding.code.group() == Group::Hazard;
        if judged.live.tables.is_empty() && concerns_rows {
            continue;
        }
        let codes = std::iter::once(finding.code).chain(means(finding.code));
        if let Some(code) = codes.into_iter().find(|it| decision(project, *it) == Decision::Deny) {
            lines.push((finding.place.line, code, sentence(finding)));
        }
    }
    // Of a proven file its plan tells that.
    if !judged.live.tables.is_empty() && !file.is_proven {
        lines.extend(in_other_words(judged, file, migration).filter(|it| decision(project, it.1) == Decision::Deny));
    }
    lines.sort();
    lines.dedup();
    let (_, code, _) = *lines.first()?;
    let remedy = denies(code);
    Some(refused(
        &file.file,
        DENIED,
        lines.into_iter().map(|it| it.2).collect(),
        remedy,
    ))
}

/// The hazards of a plan that a finding of lint is the same as, in a file that says it in other words.
fn means(code: Code) -> Option<Code> {
    match code {
        Code::RowsLost => Some(Code::DropTable),
        Code::ValuesLost => Some(Code::DropColumn),
        Code::OrphanedRows => Some(Code::DropReferencedTable),
        _ => None,
    }
}

/// Hazards of plans that no finding of lint tells, since a file by hand has no steps: by line, code and sentence.
fn in_other_words<'a>(
    judged: &'a DueFiles,
    file: &'a DueFile,
    migration: &'a Migration,
) -> impl Iterator<Item = (usize, Code, String)> + use<'a> {
    let found = |line: usize, code: Code, what: &str| (line, code, format!("line {line}: {code}: {what}"));
    let rebuilt = file.rebuilt.iter();
    let rebuilt = rebuilt.map(move |(table, line)| found(*line, Code::RewritesTable, &format!("{table} is rebuilt")));
    let what = "values come from the clock or a random function and differ on each database";
    let volatile = lines_of_volatile(migration).map(move |line| found(line, Code::VolatileBackfill, what));
    let unfilled = unfilled(judged, file, migration).map(move |(line, column)| {
        found(
            line,
            Code::BackfillLeavesNull,
            &format!("{column} stays NULL in some rows"),
        )
    });
    let all =
        all_dropped(judged, file).map(|count| found(1, Code::DropAll, &format!("all {count} tables are dropped")));
    rebuilt.chain(volatile).chain(unfilled).chain(all)
}

/// The tables of the target, where the file leaves none of them.
fn all_dropped(judged: &DueFiles, file: &DueFile) -> Option<usize> {
    let tables: Vec<&Name> = judged.live.tables.keys().filter(|it| !it.is_trash()).collect();
    let stays = tables.iter().any(|it| file.after.tables.contains_key(it));
    (!stays && !tables.is_empty()).then_some(tables.len())
}

/// Lines of statements that fill rows by the clock or a random function.
fn lines_of_volatile(migration: &Migration) -> impl Iterator<Item = usize> {
    migration.statements().into_iter().filter_map(|(line, sql)| {
        let first = sql.split_whitespace().next()?.to_ascii_uppercase();
        let fills = matches!(first.as_str(), "UPDATE" | "INSERT" | "REPLACE" | "WITH");
        (fills && calls(&sql).any(is_volatile)).then_some(line)
    })
}

/// True for a file that does something else each time it runs.
pub(crate) fn is_volatile_file(migration: &Migration) -> bool {
    migration.statements().iter().any(|it| calls(&it.1).any(is_volatile))
}

/// Every call in a statement, from its name to its closing parenthesis; words that need none, too.
fn calls(sql: &str) -> impl Iterator<Item = &str> {
    let all = lexemes(sql);
    let call = |at: usize| {
        let word = all.get(at).filter(|it| it.kind == TokenKind::Word)?;
        let is_call = all.get(at + 1).is_some_and(|it| it.is_mark("("));
        let end = if is_call { closing(&all, at + 1) } else { None };
        let last = end.and_then(|it| all.get(it)).unwrap_or(word);
        sql.get(word.start..last.end())
    };
    let found: Vec<&str> = (0..all.len()).filter_map(call).collect();
    found.into_iter()
}

/// Columns that the file adds and fills, and that hold no value in some rows then.
fn unfilled<'a>(
    judged: &'a DueFiles,
    file: &'a DueFile,
    migration: &Migration,
) -> impl Iterator<Item = (usize, String)> + use<'a> {
    let lines: Vec<usize> = migration.statements().into_iter().map(|it| it.0).collect();
    let effects = file.on_rows.as_ref().or(file.made.as_ref());
    let statements = effects.into_iter().flat_map(|it| it.statements.iter()).zip(lines);
    statements.flat_map(move |(done, line)| {
        let tables = done.tables.iter();
        tables.flat_map(move |change| {
            let is_new = |column: &&Name| {
                let table = judged.live.tables.get(&change.table);
                table.is_some_and(|it| it.column(column).is_none())
            };
            let filled = change.columns.iter().filter(|it| it.1.changed < change.after);
            let filled = filled.map(|it| it.0).filter(is_new);
            filled.map(move |column| (line, format!("{}.{column}", change.table)))
        })
    })
}

/// What needs a word: errors, and what the file does to rows.
fn asked(project: &Project, judged: &DueFiles, file: &DueFile, allow: &[String]) -> Option<Reason> {
    let by_hand = project.decision(BY_HAND);
    if by_hand == Decision::Allow || judged.live.tables.is_empty() {
        return None;
    }
    let needs_word = |it: &&DueFinding| {
        let finding = &it.finding;
        let counts = match OF_ROWS.contains(&finding.code) {
            // The target's own rows tell more than made ones.
            true if file.on_rows.is_some() => it.on_rows && finding.severity >= Severity::Warning,
            true => finding.severity >= Severity::Warning && judged.may_concern_rows(file),
            false => finding.severity == Severity::Error,
        };
        counts && !it.refused_anyway && decision(project, finding.code) != Decision::Allow
    };
    let findings: Vec<&Finding> = file.findings.iter().filter(needs_word).map(|it| &it.finding).collect();
    let errors: Vec<&Finding> = findings
        .iter()
        .copied()
        .filter(|it| it.severity == Severity::Error)
        .collect();
    if by_hand == Decision::Deny && !errors.is_empty() {
        let remedy = "policy has `by-hand: deny` for this target; let `reconcile plan` write the migration, or change the policy";
        let findings = errors.into_iter().map(sentence).collect();
        return Some(refused(&file.file, DENIED, findings, remedy.to_owned()));
    }
    let open: Vec<&Finding> = findings.into_iter().filter(|it| !it.code.is_among(allow)).collect();
    let first = open.first()?;
    let mut codes: Vec<&str> = allow
        .iter()
        .map(String::as_str)
        .chain(open.iter().map(|it| it.code.name()))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    codes.retain(|it| seen.insert(*it));
    let remedy = format!(
        "to allow that: {} --allow {}; or write above the statement: -- reconcile: allow {} because REASON",
        command_at(project, "apply"),
        codes.join(","),
        first.code
    );
    let findings = open.into_iter().map(sentence).collect();
    let what = "was written by hand and is not proven, so it must be allowed";
    Some(refused(&file.file, what, findings, remedy))
}

/// `line 3: rows-lost: DROP TABLE users: rows of posts are deleted`
fn sentence(finding: &Finding) -> String {
    format!("line {}: {}: {}", finding.place.line, finding.code, finding.message)
}

/// What there is to do about what policy denies.
pub(crate) fn denies(code: Code) -> String {
    format!("policy denies {code} on this target; change the migration or the policy")
}

/// What is said of a file that breaks a policy.
pub(crate) const DENIED: &str = "breaks a policy";

pub(crate) fn refused(file: &str, what: &'static str, findings: Vec<String>, remedy: String) -> Reason {
    Reason::NoConsent {
        file: file.to_owned(),
        what,
        findings,
        remedy,
    }
}
