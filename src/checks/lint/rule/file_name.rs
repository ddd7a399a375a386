//! file-name: a migration's file is not called as the project calls its files.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::migration::Migration;
use crate::schema::{Convention, Name};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::FileName,
    title: "a migration's file name does not follow the project's convention",
    explanation: "The name of a migration is what people see of it in the ledger, in `status` and in a pull request, and \
it cannot change once the file is applied anywhere.\n\n\
Rename the file before it is applied. `naming: { files: PATTERN }` in `reconcile.yaml` says how the part behind the \
number is to look: `snake_case`, or a pattern such as `*_orders`. The rule is off unless that is set, or policy \
names it (then `snake_case` holds): `policy: { file-name: ask }`.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let conventions = &at.history.conventions;
    let usual = || {
        conventions
            .codes
            .contains(&KIND.code)
            .then(|| Convention::new("snake_case"))
    };
    let Some(convention) = conventions.naming.files.clone().or_else(usual) else {
        return Vec::new();
    };
    let (file, title) = (at.file, title(at.file.migration));
    if convention.fits(&Name::new(title)) {
        return Vec::new();
    }
    let message = format!("the file name does not follow the convention {}", convention.as_str());
    let remedy = "rename the file if it is not applied anywhere yet, or change `naming` in reconcile.yaml";
    vec![KIND.of(file, file.line(1).range, message, remedy)]
}

/// What follows the number: `teams` of `0007_teams.sql` and of `0007_teams/migration.sql`.
fn title(migration: &Migration) -> &str {
    let name = migration.file_name.as_str();
    let first = name.split('/').next().unwrap_or(name);
    let first = first.strip_suffix(".sql").unwrap_or(first);
    let rest = first.strip_prefix(migration.number_text()).unwrap_or(first);
    rest.strip_prefix(['_', '-']).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::introspect::Ownership;
    use crate::lint::{Conventions, lint_with};
    use crate::migration::Folder;
    use crate::schema::Naming;

    fn broken(files: Option<&str>, codes: &[Code], names: &[&str]) -> Vec<String> {
        let conventions = Conventions {
            naming: Naming {
                files: files.map(Convention::new),
                ..Naming::default()
            },
            codes: codes.iter().copied().collect(),
        };
        let folder = Folder::of("m", names.iter().map(|name| Migration::parse(*name, "SELECT 1;")));
        let found = lint_with(&folder, &Ownership::default(), &conventions)
            .unwrap()
            .findings;
        let own = found.iter().filter(|it| it.code == KIND.code);
        own.map(|it| it.place.file.clone()).collect()
    }

    #[test]
    fn the_part_behind_the_number() {
        let names = [
            "0001_add_teams.sql",
            "0002_AddTeams.sql",
            "0003-x.sql",
            "0004_a b/migration.sql",
        ];
        assert_eq!(broken(None, &[], &names), [""; 0]);
        assert_eq!(
            broken(None, &[KIND.code], &names),
            ["0002_AddTeams.sql", "0004_a b/migration.sql"]
        );
        assert_eq!(
            broken(Some("add_*"), &[], &names),
            ["0002_AddTeams.sql", "0003-x.sql", "0004_a b/migration.sql"]
        );
    }
}
