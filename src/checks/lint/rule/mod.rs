//! The rules, one per file: what is said of it, how it is found, and a test for both.

mod add_column_fails;
mod attach_or_vacuum;
mod broken_object;
mod check_implication;
mod column_recreated;
mod conflict_clause;
mod dangling_reference;
mod does_not_run;
mod double_quoted_name;
mod drop_blocked;
mod endless_comment;
mod file_name;
mod folder;
mod foreign_keys_pragma;
mod forgotten_violations;
mod guarantee_lost;
mod guarantees;
mod hazards;
mod last_file_only;
mod ledger_table;
mod long_pattern;
mod mixed_purpose;
mod naming;
mod needless_index;
mod needs_rows;
mod no_effect;
mod no_primary_key;
mod no_rows;
mod not_authorized;
mod not_measured;
mod odd_comparison;
mod odd_default;
mod odd_kinds;
mod odd_sequence;
mod odd_statement;
mod odd_subquery;
mod odd_value;
mod orphaned_rows;
mod personal_data;
mod prepared_rows;
mod refused_alter;
mod refused_pragma;
mod rows_lost;
mod secret_value;
mod sensitive_text;
mod shadow_table;
mod side_effect;
mod split_trigger;
mod stale_readers;
mod statement_too_long;
mod sticky_pragma;
mod suppressed_hazards;
mod suspicious_expression;
mod temporary_object;
mod unfiltered_write;
mod values_lost;
mod wrong_condition;

use std::ops::Range;

use super::file::File;
pub(super) use last_file_only::{moves, of_definitions};
pub(super) use no_rows::changes_no_row;

use super::finding::{Finding, Severity};
use super::folder_replay::History;
use crate::database::are_d1s;
use crate::diagnostic::Code;

/// What is said of a rule wherever it is met: in `reconcile explain`, in docs.
#[derive(Debug, Clone, Copy)]
pub struct RuleKind {
    /// Its stable code.
    pub code: Code,
    /// One line: what is the matter.
    pub title: &'static str,
    /// Why it matters on D1, and the way out. Markdown paragraphs.
    pub explanation: &'static str,
    /// What it finds in one file.
    check: fn(&At<'_>) -> Vec<Finding>,
}

/// What a rule looks at.
pub(super) struct At<'a> {
    pub(super) history: &'a History<'a>,
    /// Position of the file.
    pub(super) index: usize,
    pub(super) file: &'a File<'a>,
}

const KINDS: &[&RuleKind] = &[
    &rows_lost::KIND,
    &values_lost::KIND,
    &side_effect::KIND,
    &guarantee_lost::KIND,
    &wrong_condition::KIND,
    &not_measured::KIND,
    &no_rows::KIND,
    &drop_blocked::KIND,
    &shadow_table::KIND,
    &dangling_reference::KIND,
    &broken_object::KIND,
    &orphaned_rows::KIND,
    &does_not_run::KIND,
    &no_effect::KIND,
    &ledger_table::KIND,
    &unfiltered_write::KIND,
    &refused_pragma::KIND,
    &sticky_pragma::KIND,
    &forgotten_violations::KIND,
    &attach_or_vacuum::KIND,
    &temporary_object::KIND,
    &refused_alter::KIND,
    &not_authorized::KIND,
    &statement_too_long::KIND,
    &long_pattern::KIND,
    &needs_rows::KIND,
    &add_column_fails::KIND,
    &folder::TRANSACTION_STATEMENT,
    &foreign_keys_pragma::KIND,
    &split_trigger::KIND,
    &folder::UNTERMINATED,
    &endless_comment::KIND,
    &folder::DUPLICATE_NUMBER,
    &needless_index::KIND,
    &no_primary_key::KIND,
    &naming::KIND,
    &file_name::KIND,
    &mixed_purpose::KIND,
    &secret_value::KIND,
    &personal_data::KIND,
    &folder::MISSING_NUMBER,
    &folder::BROKEN_SEAL,
    &SCHEMA,
    &ALLOW_WITHOUT_REASON,
    &UNUSED_ALLOW,
];

/// What is found where schema files are read.
pub static SCHEMA: RuleKind = RuleKind {
    code: Code::Schema,
    title: "a schema file has something that is valid but probably a mistake",
    explanation: "SQLite reads a double-quoted word that is not a column as a text, so a misspelt name silently \
becomes a constant: <https://www.sqlite.org/quirks.html#dblquote>.\n\n\
Put texts in single quotes; if you mean a column, correct its name.",
    check: elsewhere,
};

/// The rules that judge what a file does to rows.
pub const OF_ROWS: &[Code] = &[Code::RowsLost, Code::ValuesLost, Code::SideEffect, Code::WrongCondition];

/// What holds on D1, or where wrangler cuts a file, and nowhere else. A reference to a table that is not there is the
/// schema's to allow, or an error of it.
const OF_D1: &[Code] = &[
    Code::DanglingReference,
    Code::LongPattern,
    Code::SplitTrigger,
    Code::StatementTooLong,
    Code::TemporaryObject,
];

/// Rules that are off unless policy names them.
const OPT_IN: &[Code] = &[Code::MixedPurpose, Code::NoPrimaryKey, Code::PersonalData];

/// Rules that look at files which reconcile planned and proved, too: the others were settled then.
const OF_PROVEN: &[Code] = &[
    Code::BrokenObject,
    Code::BrokenSeal,
    Code::DanglingReference,
    Code::DoesNotRun,
    Code::DuplicateNumber,
    Code::FileName,
    Code::MissingNumber,
    Code::Naming,
    Code::NeedlessIndex,
    Code::NoPrimaryKey,
    Code::SecretValue,
    Code::TransactionStatement,
    Code::Unterminated,
];

/// The findings of such a kind are made elsewhere.
fn elsewhere(_: &At<'_>) -> Vec<Finding> {
    Vec::new()
}

static ALLOW_WITHOUT_REASON: RuleKind = RuleKind {
    code: Code::AllowWithoutReason,
    title: "a comment allows a finding without a reason",
    explanation: "`-- reconcile: allow CODE` removes a finding from the report. The next reader needs to know why, so \
without a reason it allows nothing.\n\n\
Write `-- reconcile: allow CODE because REASON`.",
    check: elsewhere,
};

static UNUSED_ALLOW: RuleKind = RuleKind {
    code: Code::UnusedAllow,
    title: "a comment allows a finding that does not exist",
    explanation: "There is no finding of that code where the comment applies: on the lines of its statement, right \
below it, or in the whole file if it is at the head with an empty line below it. It would hide the next one.\n\n\
Delete the comment, or move it to where it belongs.",
    check: elsewhere,
};

/// All kinds of finding that are no hazard of a plan too.
pub fn kinds() -> impl Iterator<Item = &'static RuleKind> {
    KINDS.iter().copied()
}

/// The codes of rules that look at proven files, too.
pub fn of_proven() -> impl Iterator<Item = Code> {
    OF_PROVEN.iter().copied()
}

/// What all rules find in one file.
pub(super) fn check(history: &History<'_>, index: usize, file: &File<'_>) -> Vec<Finding> {
    let at = At { history, index, file };
    let rules = kinds().filter(|rule| !file.is_proven() || OF_PROVEN.contains(&rule.code));
    let rules = rules.filter(|rule| are_d1s() || !OF_D1.contains(&rule.code));
    let named = &history.conventions.codes;
    let rules = rules.filter(|rule| !OPT_IN.contains(&rule.code) || named.contains(&rule.code));
    let mut found: Vec<Finding> = rules.flat_map(|rule| (rule.check)(&at)).collect();
    if !file.is_proven() {
        found.extend(hazards::check(&at));
        found.extend(column_recreated::check(file));
        found.extend(double_quoted_name::check(&at));
    }
    found
}

impl RuleKind {
    /// Findings of this kind.
    fn all(&self, file: &File<'_>, found: Vec<conflict_clause::Found<'_>>) -> Vec<Finding> {
        let one = |(statement, severity, message, remedy)| self.graded(file, statement, severity, message, remedy);
        found.into_iter().map(one).collect()
    }

    /// What to do, and what to write if it is meant as it is.
    fn or_allow(&self, remedy: &str) -> String {
        format!("{remedy}; if intended: {}", self.code.allow_comment())
    }

    /// A finding of this kind at the name of a statement, as bad as it is there.
    fn graded(
        &self,
        file: &File<'_>,
        statement: &super::file::Statement,
        severity: Severity,
        message: String,
        remedy: impl Into<String>,
    ) -> Finding {
        file.finding(statement.name.clone(), self.code, severity, message, remedy)
    }

    /// A finding of this kind.
    fn of(&self, file: &File<'_>, place: Range<usize>, message: String, remedy: impl Into<String>) -> Finding {
        file.finding(place, self.code, self.code.severity(), message, remedy)
    }

    /// A finding of this kind at the name of a statement.
    fn at(
        &self,
        file: &File<'_>,
        statement: &super::file::Statement,
        message: String,
        remedy: impl Into<String>,
    ) -> Finding {
        self.of(file, statement.name.clone(), message, remedy)
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::diagnostic::Group;
    use crate::migration::{Folder, Migration};

    /// `FILE:LINE:COLUMN severity CODE message` of all findings.
    pub(in crate::checks::lint) fn all(files: &[(&str, &str)]) -> Vec<String> {
        let migrations = files.iter().map(|(name, text)| Migration::parse(*name, text));
        let found = crate::lint::lint(&Folder::of("m", migrations), &crate::introspect::Ownership::default())
            .unwrap()
            .findings;
        let line = |it: &Finding| {
            format!(
                "{}:{}:{} {} {} {}",
                it.place.file, it.place.line, it.place.column, it.severity, it.code, it.message
            )
        };
        found.iter().map(line).collect()
    }

    /// The findings of one code, without it.
    pub(in crate::checks::lint) fn found(code: &str, files: &[(&str, &str)]) -> Vec<String> {
        let word = format!(" {code} ");
        all(files)
            .iter()
            .filter(|it| it.contains(&word))
            .map(|it| it.replacen(&word, " ", 1))
            .collect()
    }

    #[test]
    fn each_code_is_explained() {
        let of_lint = Code::ALL.iter().copied().filter(|it| it.group() == Group::Lint);
        assert!(kinds().map(|kind| kind.code).eq(of_lint), "each code has its rule");
        for kind in kinds() {
            assert!(
                kind.explanation.contains("\n\n") && kind.explanation.len() > 120,
                "{}",
                kind.code
            );
        }
    }
}
