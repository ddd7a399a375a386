//! What a folder's own text shows to be wrong: numbers, seals, statements that no batch can hold.

use crate::diagnostic::{Code, Diagnostic};
use std::collections::BTreeMap;

use super::{Migration, Seal, numbering};
use crate::sql::{cut, split_hazards};

/// All findings, in the order of the migrations.
pub(super) fn findings(migrations: &[Migration]) -> Vec<Diagnostic> {
    let mut findings = numbers(migrations);
    for migration in migrations {
        findings.extend(seal(migration));
        findings.extend(statements(migration));
        findings.extend(migration.batches().err());
        findings.extend(migration.parts().err());
    }
    findings
}

fn numbers(migrations: &[Migration]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut first_of: BTreeMap<u64, &str> = BTreeMap::new();
    for migration in migrations {
        let Some(number) = migration.number.filter(|_| !numbering::is_day(migration.number_text())) else {
            continue;
        };
        if let Some(first) = first_of.get(&number) {
            let message = format!("{first} also has number {number}");
            let remedy = "give the next number to the one that is not applied anywhere yet: `reconcile renumber`";
            let file = (Some(migration.file_name.as_str()), None);
            findings.push(Diagnostic::of_line(Code::DuplicateNumber, file, message, remedy));
        } else {
            first_of.insert(number, &migration.file_name);
        }
    }
    for gap in numbering::gaps(migrations.iter().map(|it| it.file_name.as_str())) {
        let message = format!("{gap} before it");
        let remedy = "restore the missing file, or rename this one if it is not applied anywhere yet";
        let file = (Some(gap.before.as_str()), None);
        findings.push(Diagnostic::of_line(Code::MissingNumber, file, message, remedy));
    }
    findings
}

fn seal(migration: &Migration) -> Option<Diagnostic> {
    let file = migration.file_name.as_str();
    let (message, remedy) = match migration.seal {
        Seal::Absent | Seal::Intact => return None,
        Seal::Broken => (
            "edited since it was proven: the seal does not match the text",
            format!(
                "undo the edit, or prove and seal it again before it is applied: `reconcile verify --reseal {file}`"
            ),
        ),
        Seal::Damaged => (
            "its header can no longer be read",
            "undo the edit of its header before it is applied".to_owned(),
        ),
    };
    let message = message.to_owned();
    Some(Diagnostic::of_line(
        Code::BrokenSeal,
        (Some(file), None),
        message,
        &remedy,
    ))
}

fn statements(migration: &Migration) -> Vec<Diagnostic> {
    let finding = |code, line, message: String, remedy: &str| {
        Diagnostic::of_line(code, (Some(&migration.file_name), Some(line)), message, remedy)
    };
    let mut findings = Vec::new();
    for (line, statement) in migration.statements() {
        if let Some(word) = transaction_word(&statement) {
            findings.push(finding(
                Code::TransactionStatement,
                line,
                format!("{word} is not allowed in a migration, which already is one transaction"),
                "delete the line; a migration runs as a whole or not at all",
            ));
        }
    }
    if let Some(last) = migration.spans().last().filter(|it| !it.complete) {
        findings.push(finding(
            Code::Unterminated,
            last.line,
            "the last statement has no final `;`, which breaks `wrangler d1 migrations apply`".to_owned(),
            "end the file with `;`",
        ));
    }
    for hazard in split_hazards(&migration.text) {
        findings.push(finding(
            Code::SplitTrigger,
            hazard.line,
            hazard.to_string(),
            hazard.kind.remedy(),
        ));
    }
    findings
}

/// The word by which a statement would start or end a transaction. Neither D1 nor a batch of ours can hold one.
pub fn transaction_word(statement: &str) -> Option<&'static str> {
    let first = cut(statement).find(|it| !it.is_trivia())?.text(statement);
    ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"]
        .into_iter()
        .find(|word| first.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(files: &[(&str, &str)]) -> Vec<String> {
        let migrations: Vec<Migration> = files.iter().map(|(name, text)| Migration::parse(*name, text)).collect();
        findings(&migrations)
            .iter()
            .map(|it| format!("{} {it}", it.code))
            .collect()
    }

    #[test]
    fn a_clean_folder_has_none() {
        assert_eq!(
            codes(&[
                ("0001_a.sql", "SELECT 1;\n"),
                ("0002_b.sql", "-- nothing\n"),
                ("0003_c.sql", "")
            ]),
            [""; 0]
        );
    }

    #[test]
    fn numbers_twice_and_missing() {
        assert_eq!(
            codes(&[("0001_a.sql", ""), ("0003_b.sql", ""), ("3_c.sql", "")]),
            [
                "duplicate-number 3_c.sql: 0003_b.sql also has number 3",
                "missing-number 0003_b.sql: number 2 is missing before it"
            ]
        );
    }

    #[test]
    fn b6_days_are_no_sequence() {
        for names in [
            ["2024-01-01-a.sql", "2024-01-01-b.sql", "2026-02-01-c.sql"],
            ["240101_a.sql", "240101_b.sql", "250101_c.sql"],
            ["20240101_a.sql", "20240101_b.sql", "20250101_c.sql"],
        ] {
            assert_eq!(codes(&names.map(|it| (it, ""))), [""; 0], "{names:?}");
        }
    }

    #[test]
    fn statements_that_no_batch_can_hold() {
        let found = codes(&[("1.sql", "-- x\nbegin immediate;\nSELECT 1;\n/* y */ COMMIT")]);
        assert_eq!(found.len(), 3);
        assert!(
            found
                .iter()
                .any(|it| it.starts_with("transaction-statement 1.sql:2: BEGIN")),
            "{found:?}"
        );
        assert!(
            found
                .iter()
                .any(|it| it.starts_with("transaction-statement 1.sql:4: COMMIT")),
            "{found:?}"
        );
        assert!(
            found.iter().any(|it| it.starts_with("unterminated 1.sql:4:")),
            "{found:?}"
        );
    }
}
