//! personal-data: a migration writes data about persons.

use super::sensitive_text::personal;
use super::{At, Code, RuleKind};
use crate::lint::file::Statement;
use crate::lint::finding::Finding;
use crate::sql::{TokenKind, Verb, tokens};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::PersonalData,
    title: "a migration writes e-mail addresses, card or account numbers",
    explanation: "A migration is kept in Git for good and runs on every database. Data about a person in it can be neither \
corrected nor deleted when the person asks for that. Addresses at `example.com` and other reserved names, addresses of \
roles such as `support@`, and card numbers that are published for tests are not reported; the finding does not repeat \
what it found.\n\n\
Write the rows on the one database that needs them, outside migrations, or select them there by key. The rule is off unless policy names it: `policy: { personal-data: ask }`.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let finding = |statement: &Statement| {
        let is_write = matches!(statement.verb, Verb::Insert { .. } | Verb::Update { .. });
        let sql = file.sql(statement);
        let held: Vec<&str> = tokens(sql)
            .iter()
            .filter(|it| is_write && it.kind == TokenKind::String)
            .filter_map(|it| personal(it.text(sql).trim_matches('\'')))
            .collect();
        let what = held.first()?;
        let more = match held.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let remedy = KIND.or_allow("write such rows outside migrations, on the database that needs them");
        Some(KIND.at(file, statement, format!("the statement writes {what}{more}"), remedy))
    };
    file.statements.iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::introspect::Ownership;
    use crate::lint::{Conventions, lint_with};
    use crate::migration::{Folder, Migration};

    #[test]
    fn only_where_it_is_asked_for() {
        let text = "CREATE TABLE u (mail TEXT);\nINSERT INTO u VALUES ('ann@gmail.com'), ('bob@gmail.com');\nUPDATE u SET \
                    mail = 'x@example.com' WHERE mail = 'support@acme.io';\n";
        let check = |codes: &[Code]| -> Vec<String> {
            let conventions = Conventions {
                codes: codes.iter().copied().collect(),
                ..Conventions::default()
            };
            let folder = Folder::of("m", [Migration::parse("1.sql", text)]);
            let found = lint_with(&folder, &Ownership::default(), &conventions)
                .unwrap()
                .findings;
            let own = found.iter().filter(|it| it.code == KIND.code);
            own.map(|it| format!("{}:{} {}", it.place.line, it.place.column, it.message))
                .collect()
        };
        assert_eq!(
            check(&[KIND.code]),
            ["2:13 the statement writes an e-mail address and 1 more"]
        );
        assert_eq!(check(&[]), [""; 0]);
    }
}
