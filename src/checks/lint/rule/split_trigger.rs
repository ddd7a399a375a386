//! splitter: D1's servers may cut a trigger in two.

use super::{At, Code, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::sql::{SplitHazard, SplitKind, split_hazards};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::SplitTrigger,
    title: "D1 may cut a trigger in two",
    explanation: "D1's servers split a file into statements themselves, and mistake some semicolons inside a trigger \
for its end: after a lower-case `begin`, after the END of a CASE without parentheses and, by some reports, in any \
body of several lines. A trigger that is cut fails with `incomplete input`, and the file is rolled back.\n\n\
Write BEGIN and END in upper case, put parentheses around CASE … END, and the trigger on one line.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let finding = |hazard: SplitHazard| Finding {
        code: KIND.code,
        // Most triggers of several lines run; those of the other two kinds have been seen to fail each time.
        severity: if hazard.kind == SplitKind::SeveralLines {
            Severity::Note
        } else {
            KIND.code.severity()
        },
        message: hazard.to_string(),
        remedy: hazard.kind.remedy().to_owned(),
        place: at.file.line(hazard.line),
    };
    split_hazards(at.file.text()).into_iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn triggers_that_are_cut() {
        let table = "CREATE TABLE t (a);\n";
        let bad = format!("{table}CREATE TRIGGER r AFTER INSERT ON t begin SELECT 1; END;\n");
        assert_eq!(
            found("split-trigger", &[("1.sql", &bad)]),
            ["1.sql:2:1 warning D1 may cut this trigger in two at its lower-case begin"]
        );
        let long = format!("{table}CREATE TRIGGER r AFTER INSERT ON t BEGIN\n SELECT 1; END;\n");
        assert_eq!(
            found("split-trigger", &[("1.sql", &long)]),
            ["1.sql:2:1 note D1 may cut this trigger in two, since it spans several lines"]
        );
        let good = format!("{table}CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;\n");
        assert_eq!(found("split-trigger", &[("1.sql", &good)]), [""; 0]);
    }
}
