//! naming: a new object does not follow the project's conventions.

use super::{At, Code, RuleKind};
use crate::lint::file::{File, Statement};
use crate::lint::finding::Finding;
use crate::schema::{Convention, IndexTerm, Name, Naming, Schema};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::Naming,
    title: "a new name does not follow the project's conventions",
    explanation: "The project sets conventions under `naming` in `reconcile.yaml`, by kind of object: `snake_case`, `camelCase`, \
`PascalCase`, `UPPER_CASE`, or a pattern such as `{table}_{columns}_idx`. Without them nothing is reported; with them, only what a file creates.\n\n\
Rename it before anything depends on it: in the schema files, with `-- reconcile: renamed-from OLD` if it is already applied somewhere.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let (file, naming) = (at.file, &at.history.conventions.naming);
    if naming.is_empty() {
        return Vec::new();
    }
    let broken = broken(naming, &file.before, &file.after).into_iter();
    broken
        .filter_map(|(what, name, convention)| {
            let statement = maker(file, &name)?;
            let message = format!("{what} {name} does not follow the convention {}", convention.as_str());
            let remedy = "rename it in the schema files, or change `naming` in reconcile.yaml";
            Some(match file.word(statement, &name) {
                Some(range) => KIND.of(file, range, message, remedy),
                None => KIND.at(file, statement, message, remedy),
            })
        })
        .collect()
}

/// The statement that brings a name: the last that says it, since a rename comes after the name before.
fn maker<'a>(file: &'a File<'_>, name: &Name) -> Option<&'a Statement> {
    let says = |it: &&Statement| it.makes() && file.word(it, name).is_some();
    file.statements.iter().find(says)
}

/// What is new and breaks a convention: its kind, name and that.
fn broken(naming: &Naming, before: &Schema, after: &Schema) -> Vec<(&'static str, Name, Convention)> {
    let mut found = Vec::new();
    let mut check = |what, name: &Name, is_new: bool, convention: Option<Convention>| {
        if let Some(convention) = convention.filter(|it| is_new && !it.fits(name)) {
            found.push((what, name.clone(), convention));
        }
    };
    for table in after.tables.values() {
        let old = before.tables.get(&table.name);
        check("table", &table.name, old.is_none(), naming.tables.clone());
        for column in &table.columns {
            let is_new = old.is_none_or(|it| it.column(&column.name).is_none());
            check("column", &column.name, is_new, naming.columns.clone());
        }
        for index in table.indexes.values() {
            let is_new = old.is_none_or(|it| !it.indexes.contains_key(&index.name));
            let columns: Vec<&str> = index
                .columns
                .iter()
                .map(|it| match &it.term {
                    IndexTerm::Column(name) => name.as_str(),
                    IndexTerm::Expression(_) => "expression",
                })
                .collect();
            let convention = naming.indexes.as_ref().map(|it| it.of(&table.name, &columns));
            check("index", &index.name, is_new, convention);
        }
    }
    for name in after.virtual_tables.keys() {
        check(
            "table",
            name,
            !before.virtual_tables.contains_key(name),
            naming.tables.clone(),
        );
    }
    for name in after.views.keys() {
        check("view", name, !before.views.contains_key(name), naming.views.clone());
    }
    for trigger in after.triggers.values() {
        let convention = naming.triggers.as_ref().map(|it| it.of(&trigger.on, &[]));
        check(
            "trigger",
            &trigger.name,
            !before.triggers.contains_key(&trigger.name),
            convention,
        );
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::introspect::Ownership;
    use crate::lint::{Conventions, lint_with};
    use crate::migration::{Folder, Migration};

    #[test]
    fn only_what_is_new_and_only_where_it_is_asked_for() {
        let files = [
            (
                "1.sql",
                "CREATE TABLE Users (id INTEGER PRIMARY KEY, \"firstName\" TEXT);",
            ),
            (
                "2.sql",
                "ALTER TABLE Users ADD COLUMN lastName TEXT;\nCREATE INDEX byName ON Users (lastName);",
            ),
        ];
        let folder = Folder::of("m", files.map(|(name, text)| Migration::parse(name, text)));
        let convention = |text: &str| Some(Convention::new(text));
        let naming = Naming {
            tables: convention("snake_case"),
            columns: convention("camelCase"),
            indexes: convention("{table}_{columns}_idx"),
            ..Naming::default()
        };
        let said = |naming: &Naming| -> Vec<String> {
            let conventions = Conventions {
                naming: naming.clone(),
                ..Conventions::default()
            };
            let found = lint_with(&folder, &Ownership::default(), &conventions)
                .unwrap()
                .findings;
            let own = found.iter().filter(|it| it.code == Code::Naming);
            own.map(|it| format!("{}:{}:{} {}", it.place.file, it.place.line, it.place.column, it.message))
                .collect()
        };
        assert_eq!(
            said(&naming),
            [
                "1.sql:1:14 table Users does not follow the convention snake_case",
                "2.sql:2:14 index byName does not follow the convention Users_lastName_idx"
            ]
        );
        assert_eq!(said(&Naming::default()), [""; 0]);
    }
}
