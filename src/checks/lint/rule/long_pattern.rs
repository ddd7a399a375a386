//! long-pattern: a pattern of LIKE or GLOB that D1 does not take.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::long_pattern;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::LongPattern,
    title: "a pattern of LIKE or GLOB is longer than D1 allows",
    explanation: "D1 allows patterns of at most 50 bytes, SQLite 50,000. The statement compiles, but fails with `LIKE \
or GLOB pattern too complex` on its first row; in a view, a trigger or an index, so does every statement that uses \
it. \
<https://developers.cloudflare.com/d1/platform/limits/>\n\n\
Compare with `instr(column, 'text') > 0` or `substr(column, 1, n) = 'text'`, which have no such limit.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let finding = |statement: &crate::lint::file::Statement| {
        let found = long_pattern(file.sql(statement))?;
        let start = statement.range.start;
        let remedy = "compare with instr(column, 'text') > 0, or use a shorter pattern";
        let range = start + found.start..start + found.end;
        Some(KIND.of(file, range, found.message(), remedy))
    };
    file.statements.iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn d14_a_pattern_of_51_bytes() {
        let text = |length: usize| {
            let pattern = "x".repeat(length);
            format!("CREATE TABLE t (a);\nDELETE FROM t WHERE a LIKE '{pattern}' AND a IS NOT NULL;\n")
        };
        assert_eq!(
            found("long-pattern", &[("1.sql", &text(51))]),
            ["1.sql:2:28 error D1 allows LIKE patterns of at most 50 bytes, but this one has 51"]
        );
        assert_eq!(found("long-pattern", &[("1.sql", &text(50))]), [""; 0]);
    }
}
