//! Questions about columns whose names no query in FROM can give: asked under other names.

use super::{Keys, Probe, Question, Source};
use crate::schema::StandIns;

impl Source {
    /// Other names for its columns that a query cannot give under their own.
    pub(crate) fn stand_ins(&self) -> StandIns {
        let there = self.columns.iter().map(|(new, _)| new);
        StandIns::among(there.chain(self.made()))
    }

    /// The same rows under these names. `None` where an expression may mean another table's column.
    pub(crate) fn under(&self, names: &StandIns) -> Option<Self> {
        let made = |all: &[(crate::schema::Name, String)]| -> Option<Vec<_>> {
            all.iter()
                .map(|(name, value)| Some((names.name(name), names.expression(value, &self.wanted)?)))
                .collect()
        };
        Some(Self {
            table: self.table.clone(),
            wanted: self.wanted.clone(),
            columns: self
                .columns
                .iter()
                .map(|(new, live)| (names.name(new), live.clone()))
                .collect(),
            values: made(&self.values)?,
            computed: made(&self.computed)?,
            key: self.key.iter().map(|it| names.name(it)).collect(),
        })
    }
}

impl Keys {
    fn under(&self, names: &StandIns) -> Self {
        Self {
            columns: self.columns.iter().map(|it| names.name(it)).collect(),
            values: self.values.clone(),
        }
    }
}

impl Probe {
    /// The same question about rows that a query can give. `None` where it cannot be told what an expression means then.
    pub(crate) fn under_stand_ins(&self) -> Option<Self> {
        let names = self.source.stand_ins();
        let expression = |text: &String| names.expression(text, &self.source.wanted);
        let question = match &self.question {
            Question::Rows => Question::Rows,
            Question::HasValue(column) => Question::HasValue(names.name(column)),
            Question::IsNull(column) => Question::IsNull(names.name(column)),
            Question::Duplicates { key, predicate } => Question::Duplicates {
                key: key.iter().map(expression).collect::<Option<_>>()?,
                predicate: match predicate {
                    Some(it) => Some(expression(it)?),
                    None => None,
                },
            },
            Question::Violates(it) => Question::Violates(expression(it)?),
            Question::Fails(it) => Question::Fails(expression(it)?),
            Question::Orphans {
                columns,
                parent,
                parent_columns,
            } => {
                let theirs = parent.as_ref().map(Source::stand_ins);
                Question::Orphans {
                    columns: columns.iter().map(|it| names.name(it)).collect(),
                    parent_columns: parent_columns
                        .iter()
                        .map(|it| theirs.as_ref().map_or_else(|| it.clone(), |theirs| theirs.name(it)))
                        .collect(),
                    parent: match (parent, &theirs) {
                        (Some(parent), Some(theirs)) => Some(parent.under(theirs)?),
                        _ => None,
                    },
                }
            }
            Question::Among(keys) => Question::Among(keys.under(&names)),
            Question::RefersToAmong {
                columns,
                parent,
                parent_columns,
                keys,
                but,
            } => {
                let theirs = parent.stand_ins();
                Question::RefersToAmong {
                    columns: columns.iter().map(|it| names.name(it)).collect(),
                    parent_columns: parent_columns.iter().map(|it| theirs.name(it)).collect(),
                    parent: parent.under(&theirs)?,
                    keys: keys.under(&theirs),
                    but: but.as_ref().map(|it| it.under(&names)),
                }
            }
            Question::Converts {
                column,
                type_name,
                strict,
            } => Question::Converts {
                column: names.name(column),
                type_name: type_name.clone(),
                strict: *strict,
            },
        };
        Some(Self {
            source: self.source.under(&names)?,
            question,
        })
    }
}
