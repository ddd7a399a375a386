//! What the folder's own check finds, with a place in the text.

use super::{At, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// The same about its number. Where higher numbers came after it, that is history: a note.
pub(super) fn numbers(at: &At<'_>, kind: &RuleKind) -> Vec<Finding> {
    let number = at.file.migration.number;
    let later = at.history.files.iter().skip(at.index + 1);
    let is_past = later.into_iter().any(|it| it.migration.number > number);
    let mut found = findings(at, kind);
    if is_past {
        found.iter_mut().for_each(|it| it.severity = Severity::Note);
    }
    found
}

/// The folder's findings of this kind in this file.
pub(super) fn findings(at: &At<'_>, kind: &RuleKind) -> Vec<Finding> {
    let own = |it: &&crate::migration::Finding| {
        it.code == kind.code && it.file.as_ref() == Some(&at.file.migration.file_name)
    };
    let finding = |it: &crate::migration::Finding| Finding {
        code: kind.code,
        severity: kind.severity,
        message: it.message.clone(),
        remedy: it.remedy.clone(),
        place: at.file.line(it.line.unwrap_or(1)),
    };
    at.history.folder.iter().filter(own).map(finding).collect()
}
